/** The texts that cells share, kept once as cells. */
import type { Cell } from '../kernel/sheet.js';
import { workbookLimits as limits } from '../kernel/sheet-limits.js';
import { refused } from './sheet-archive.js';
import { textCell } from './sheet-values.js';
import { namespaces, readXml, type Listener } from './sheet-xml.js';

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

export async function readSharedTexts(bytes: AsyncIterable<Buffer>): Promise<(Cell | undefined)[]> {
  const cells: (Cell | undefined)[] = [];
  const gathering = openText(2);
  await readXml(bytes, 'sst', namespaces.main, {
    open: gathering.open,
    text: gathering.text,
    close(local, depth) {
      gathering.close(local, depth);
      if (local !== 'si' || depth !== 2) return;
      if (cells.length === limits.sharedTexts.most) throw refused('too_large_unpacked');
      cells.push(textCell(gathering.taken()));
    },
  });
  return cells;
}
