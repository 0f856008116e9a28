/**
 * Reads the rows of one sheet as its XML comes. Validations, merges, column ranges and all that is not a cell are
 * passed over: nothing is ever spread out from a range.
 */
import type { Cell, SheetRow } from '../kernel/sheet.js';
import { workbookLimits as limits } from '../kernel/sheet-limits.js';
import { refused } from './sheet-archive.js';
import { openText } from './sheet-texts.js';
import { cellOf, type RawCell, type Shared } from './sheet-values.js';
import { aroundPlain, namespaces, openXml, type Tag, type Xml } from './sheet-xml.js';

/** What Excel itself can hold. */
const [LAST_ROW, LAST_COLUMN] = [1_048_576, 16_384];

/** A cell with no other attribute than its place, style and type, and a value without markup. */
const PLAIN_CELL =
  /\s*<c r="([A-Z]{1,3})([1-9]\d{0,6})"(?: s="(\d{1,6})")?(?: t="([a-zA-Z]{1,9})")?(?:\/>|>(?:<v>([ -%'-;=?-~]*)<\/v>|<is><t(?: xml:space="preserve")?>([ -%'-;=?-~\xa0-\ud7ff\ue000-\ufffd]*)<\/t><\/is>)?<\/c>)/y;

/** What remains to be read of the workbook, over all its sheets. */
export interface Left {
  rows: number;
  characters: number;
}

/** @param take  given each row with something in it, in order */
export function openRows(shared: Shared, left: Left, take: (row: SheetRow) => void): Xml {
  const builder = openRow(shared, left, take);
  let inSheetData = false;
  let cell: RawCell | undefined;
  let inValue = false;
  /** Whether rows and cells carry no prefix. */
  let bare = false;
  /** Whether a row was just opened or a cell just closed. */
  let amongCells = false;
  const inline = openText(5);

  const xml = openXml('worksheet', namespaces.main, {
    open(tag) {
      const { local, depth, prefix } = tag;
      amongCells = false;
      if (depth === 2 && local === 'sheetData') inSheetData = true;
      if (!inSheetData) return;
      if (depth === 3 && local === 'row') {
        builder.start(tag.attribute('r'));
        bare = prefix === '';
        amongCells = true;
      } else if (depth === 4 && local === 'c') cell = startCell(builder, tag);
      else if (cell) openInCell(tag, cell);
    },
    text(content) {
      if (inValue) cell!.value += content;
      else if (cell) inline.text(content);
    },
    close(local, depth) {
      amongCells = false;
      inValue = false;
      if (depth === 2) inSheetData = false;
      else if (depth === 3 && inSheetData) builder.end();
      else if (depth === 4 && cell) endCell(cell);
      else if (cell) inline.close(local, depth);
    },
  });

  function openInCell(tag: Tag, cell: RawCell): void {
    if (tag.local === 'f') cell.formula = true;
    if (tag.local === 'v' && tag.depth === 5) {
      if (cell.value !== '') throw refused('damaged');
      inValue = true;
    }
    inline.open(tag);
  }

  function endCell(ended: RawCell): void {
    ended.inline = inline.taken();
    builder.put(cellOf(ended, shared));
    cell = undefined;
    amongCells = true;
  }

  /** Takes the plain cells that follow; the place of the first that is not. */
  function takePlain(text: string, from: number): number {
    PLAIN_CELL.lastIndex = from;
    let end = from;
    for (let found = PLAIN_CELL.exec(text); found; found = PLAIN_CELL.exec(text)) {
      const [, letters, row, style, type = 'n', value = '', inline = ''] = found;
      end = PLAIN_CELL.lastIndex;
      builder.place(letters!, Number(row));
      if (value === '' && inline === '') continue;
      builder.put(cellOf({ type, style: Number(style ?? 0), value, inline, formula: false }, shared));
    }
    return end;
  }

  return aroundPlain(xml, {
    opening: '<sheetData',
    inside: () => inSheetData,
    mayFollow() {
      const may = amongCells && bare;
      amongCells = false;
      return may;
    },
    take: takePlain,
  });
}

function startCell(builder: RowBuilder, { attribute }: Tag): RawCell {
  const reference = attribute('r');
  if (reference === undefined) builder.next();
  else {
    const parts = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(reference);
    if (!parts) throw refused('damaged');
    builder.place(parts[1]!, Number(parts[2]));
  }
  const type = attribute('t') ?? 'n';
  return { type, style: Number(attribute('s') ?? 0), value: '', inline: '', formula: false };
}

interface RowBuilder {
  start(number: string | undefined): void;
  /** The cell that follows the one before it. */
  next(): void;
  place(letters: string, row: number): void;
  put(cell: Cell | undefined): void;
  end(): void;
}

/**
 * Rows and cells come once each, in order: Excel opens no other file, and what a program made of another would not be
 * what its author saw.
 */
function openRow(shared: Shared, left: Left, take: (row: SheetRow) => void): RowBuilder {
  let number = 0;
  let column = 0;
  let cells: SheetRow['cells'] = [];
  const stand = (at: number): void => {
    if (at <= column || at > LAST_COLUMN) throw refused('damaged');
    column = at;
  };
  return {
    start(written) {
      const at = written === undefined ? number + 1 : Number(written);
      if (!Number.isInteger(at) || at <= number || at > LAST_ROW) throw refused('damaged');
      number = at;
      column = 0;
      cells = [];
    },
    next: () => stand(column + 1),
    place(letters, row) {
      if (row !== number) throw refused('damaged');
      stand(columnOf(letters));
    },
    put(cell) {
      if (!cell) return;
      if (column > limits.columns.most) throw refused('too_many_columns');
      left.characters -= cell.text.length;
      if (left.characters < 0) throw refused('too_large_unpacked');
      while (cells.length < column - 1) cells.push(undefined);
      cells.push(cell);
    },
    end() {
      if (cells.length === 0) return;
      if (left.rows === 0) throw refused('too_many_rows');
      left.rows -= 1;
      take({ number, cells });
    },
  };
}

/** `A` is 1. */
function columnOf(letters: string): number {
  let number = 0;
  for (let at = 0; at < letters.length; at += 1) number = number * 26 + letters.charCodeAt(at) - 64;
  return number;
}
