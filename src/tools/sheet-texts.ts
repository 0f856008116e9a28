/** The texts that cells share, kept once as cells. */
import type { Cell } from '../kernel/sheet.js';
import { workbookLimits as limits } from '../kernel/sheet-limits.js';
import { refused } from './sheet-archive.js';
import { textCell } from './sheet-values.js';
import { aroundPlain, namespaces, openXml, pour, type Listener } from './sheet-xml.js';

/**
 * Gathers the text of one element (`si`, `is`): its runs end to end, without the reading aids of some languages.
 *
 * @param depth  that of the element
 */
export function openText(
  depth: number,
): Required<Listener> & { text(content: string): void; taken(): string } {
  let gathered = '';
  let inText = false;
  let inAid = false;
  return {
    open({ local, depth: at }) {
      if (local === 'rPh') inAid = true;
      else if (local === 't' && !inAid && at <= depth + 2) inText = true;
    },
    close(local) {
      if (local === 'rPh') inAid = false;
      else if (local === 't') inText = false;
    },
    text(content) {
      if (inText) gathered += content;
    },
    taken() {
      const text = gathered;
      gathered = '';
      return text;
    },
  };
}

/** A text with no other markup than its own. */
const PLAIN_TEXT = /\s*<si><t(?: xml:space="preserve")?>([ -%'-;=?-~\xa0-\ud7ff\ue000-\ufffd]*)<\/t><\/si>/y;

export async function readSharedTexts(bytes: AsyncIterable<Buffer>): Promise<(Cell | undefined)[]> {
  const cells: (Cell | undefined)[] = [];
  const gathering = openText(2);
  /** Whether the list was just opened, or a text just closed; without a prefix. */
  let amongTexts = false;
  let bare = false;
  let inside = false;
  const keep = (text: string): void => {
    if (cells.length === limits.sharedTexts.most) throw refused('too_large_unpacked');
    cells.push(textCell(text));
  };
  const xml = openXml('sst', namespaces.main, {
    open(tag) {
      if (tag.depth === 1) [inside, bare] = [true, tag.prefix === ''];
      amongTexts = tag.depth === 1;
      gathering.open(tag);
    },
    text: gathering.text,
    close(local, depth) {
      gathering.close(local, depth);
      amongTexts = local === 'si' && depth === 2;
      if (amongTexts) keep(gathering.taken());
    },
  });
  await pour(bytes, aroundPlain(xml, { opening: '<sst', inside: () => inside, mayFollow, take }));
  return cells;

  function mayFollow(): boolean {
    const may = amongTexts && bare;
    amongTexts = false;
    return may;
  }

  function take(text: string, from: number): number {
    PLAIN_TEXT.lastIndex = from;
    let end = from;
    for (let found = PLAIN_TEXT.exec(text); found; found = PLAIN_TEXT.exec(text)) {
      keep(found[1]!);
      end = PLAIN_TEXT.lastIndex;
    }
    return end;
  }
}
