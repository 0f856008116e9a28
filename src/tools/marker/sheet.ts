/** Marks cells of a sheet: each bears another look, those that were not there are put where they belong. */
import { columnOf, lettersOf } from '../../kernel/book/index.js';
import type { Mark } from '../../kernel/marking.js';
import { namespaces } from '../sheet-xml.js';
import { Edits, Unmarkable, fill, prefixOf, walk, withAttribute, type Element, type Room } from './edits.js';
import { Grid } from './grid.js';
import type { Dressing } from './styles.js';

/** What stands before the drawing of the notes, in the order of the file. */
const BEFORE_NOTES = new Set(
  (
    'sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios ' +
    'autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations ' +
    'hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ' +
    'ignoredErrors smartTags drawing'
  ).split(' '),
);

export interface MarkedSheet {
  root: Element;
  /** The relation under which its notes are drawn, when it has some. */
  drawing: string | undefined;
  grid: Grid;
  /** @param drawing  the relation under which notes are now drawn, when there was none */
  made(drawing?: string): string;
}

/** The column widths that were given a style: it is that of their cells that are not there. */
interface ColumnLook {
  from: number;
  to: number;
  style: number;
}

/** Of one row: the marks that wait for their cell, in order. */
interface Row {
  element: Element;
  number: number;
  waiting: { column: number; mark: Mark }[];
  style: number | undefined;
  column: number;
}

export function markSheet(text: string, marks: readonly Mark[], dressing: Dressing): MarkedSheet {
  const edits = new Edits(text);
  const grid = new Grid();
  const marker = openMarker({ edits, dressing, grid }, byRow(marks));
  let root: Element | undefined;
  let drawing: string | undefined;
  let notesAt = 0;
  let second: Element | undefined;
  walk(text, {
    open(element) {
      const { depth, local, uri } = element;
      if (depth === 1) root = element;
      if (depth === 2) second = element;
      if (uri !== root!.uri) return;
      if (depth === 2 && local === 'legacyDrawing') drawing = element.foreign('id', namespaces.office)?.value;
      if (depth === 2 && local === 'sheetFormatPr') grid.setUsual(element);
      if (depth === 3) marker.child(second!, element);
      if (depth === 4 && second!.local === 'sheetData' && local === 'c') marker.cell(element);
    },
    close(local, depth, closeStart, end) {
      if (depth === 3 && second!.local === 'sheetData' && local === 'row') marker.endRow(closeStart);
      if (depth !== 2 || second!.uri !== root!.uri) return;
      if (local === 'sheetData') marker.endRows({ element: second!, closeStart });
      if (BEFORE_NOTES.has(local)) notesAt = end;
    },
  });
  if (!root || notesAt === 0) throw new Unmarkable('no sheet');
  const sheet = root;
  return {
    root: sheet,
    drawing,
    grid,
    made(added) {
      if (added !== undefined) edits.insert(notesAt, notesTag(sheet, added));
      return edits.made();
    },
  };
}

const notesTag = (root: Element, relation: string): string => {
  const strict = root.uri === namespaces.main[1];
  return `<${prefixOf(root)}legacyDrawing xmlns:r="${namespaces.office[strict ? 1 : 0]}" r:id="${relation}"/>`;
};

function byRow(marks: readonly Mark[]): Map<number, Row['waiting']> {
  const rows = new Map<number, Row['waiting']>();
  for (const mark of marks) {
    const waiting = rows.get(mark.row) ?? [];
    waiting.push({ column: columnOf(mark.column), mark });
    rows.set(mark.row, waiting);
  }
  for (const waiting of rows.values()) waiting.sort((one, other) => one.column - other.column);
  return rows;
}

interface Sheet {
  edits: Edits;
  dressing: Dressing;
  grid: Grid;
}

function openMarker({ edits, dressing, grid }: Sheet, rows: Map<number, Row['waiting']>) {
  const columnLooks: ColumnLook[] = [];
  const left = [...rows.keys()].toSorted((one, other) => one - other);
  let row: Row | undefined;
  let number = 0;

  const lookOf = (column: number): number =>
    row?.style ?? columnLooks.find(({ from, to }) => from <= column && column <= to)?.style ?? 0;
  const missing = (prefix: string, { column, mark }: Row['waiting'][number]): string =>
    `<${prefix}c r="${lettersOf(column)}${mark.row}" s="${dressing.marked(lookOf(column), mark.kind)}"/>`;
  const cells = (prefix: string, waiting: Row['waiting']): string =>
    waiting.map((each) => missing(prefix, each)).join('');
  /** The rows that were to come before that one and are not there. */
  const missingRows = (prefix: string, before: number): string => {
    let made = '';
    while (left.length > 0 && left[0]! < before) {
      const at = left.shift()!;
      row = undefined;
      made += `<${prefix}row r="${at}">${cells(prefix, rows.get(at)!)}</${prefix}row>`;
    }
    return made;
  };

  return {
    child(parent: Element, element: Element): void {
      if (parent.local === 'cols' && element.local === 'col') {
        columnLooks.push(columnLook(element));
        grid.addColumns(element);
      }
      if (parent.local !== 'sheetData' || element.local !== 'row') return;
      number = Number(element.attribute('r') ?? number + 1);
      grid.addRow(element, number);
      const before = missingRows(prefixOf(element), number);
      if (before) edits.insert(element.start, before);
      const waiting = left[0] === number ? rows.get(left.shift()!)! : [];
      row = { element, number, waiting, style: ownStyle(element), column: 0 };
    },
    cell(element: Element): void {
      const reference = element.attribute('r');
      row!.column = reference ? columnOf(reference.replace(/\d+$/, '')) : row!.column + 1;
      const { waiting, column } = row!;
      const before = waiting.splice(0, waiting.findLastIndex((each) => each.column < column) + 1);
      if (before.length > 0) edits.insert(element.start, cells(prefixOf(element), before));
      const style = Number(element.attribute('s') ?? 0);
      const mark = waiting[0]?.column === column ? waiting.shift()!.mark : undefined;
      const worn = mark ? dressing.marked(style, mark.kind) : dressing.cleaned(style);
      if (worn !== undefined) edits.retag(element, (tag) => withAttribute(tag, 's', worn));
    },
    endRow(closeStart: number): void {
      const { element, waiting } = row!;
      if (waiting.length > 0) fill(edits, { element, closeStart }, cells(prefixOf(element), waiting));
    },
    endRows(room: Room): void {
      const rest = missingRows(prefixOf(room.element), Infinity);
      if (rest) fill(edits, room, rest);
    },
  };
}

const ownStyle = (row: Element): number | undefined => {
  const isOwn = /^(1|true)$/.test(row.attribute('customFormat') ?? '');
  return isOwn ? Number(row.attribute('s') ?? 0) : undefined;
};

const columnLook = (element: Element): ColumnLook => ({
  from: Number(element.attribute('min')),
  to: Number(element.attribute('max')),
  style: Number(element.attribute('style') ?? 0),
});
