/** Reads a whole workbook, sheet by sheet, a few hundred rows at a time. */
import { Refusal } from '../kernel/refusal.js';
import type { WorkbookFacts, WorkbookReason } from '../kernel/sheet-refusals.js';
import type { SheetRow } from '../kernel/sheet.js';
import { workbookLimits as limits } from '../kernel/sheet-limits.js';
import type { Archive } from './sheet-archive.js';
import { readFormats } from './sheet-formats.js';
import { readPackage } from './sheet-package.js';
import { openRows } from './sheet-rows.js';
import { readSharedTexts } from './sheet-texts.js';
import type { Shared } from './sheet-values.js';
import { texts } from './sheet-xml.js';

/** Rows of one sheet; the first batch of a sheet may have none. */
export interface Batch {
  /** From 0. */
  sheet: number;
  name: string;
  rows: SheetRow[];
}

/** What ends a reading. A fault is the system's: it carries its code (`ENOENT`) and nothing of the file. */
export type End = { done: true } | { refused: WorkbookReason } | { fault: string };

/** What a reading stumbles upon is the file's, unless the system says it is its own. */
export function endFor(error: unknown): End {
  if (error instanceof Refusal) return { refused: (error.facts as WorkbookFacts).reason };
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code && syscall ? { fault: code } : { refused: 'damaged' };
}

/**
 * @param take  given each batch; the reading waits for it
 * @param rows  the filled rows accepted over all the sheets
 * @throws Refusal WORKBOOK_REFUSED when the workbook cannot be read safely
 */
export async function readWorkbook(
  archive: Archive,
  take: (batch: Batch) => Promise<void> | void,
  rows: number = limits.filledRows.most,
): Promise<void> {
  const { sheets, styles, sharedTexts, from1904 } = await readPackage(archive);
  const shared: Shared = {
    formats: styles === undefined ? [] : await readFormats(archive.bytesOf(styles)),
    texts: sharedTexts === undefined ? [] : await readSharedTexts(archive.bytesOf(sharedTexts)),
    from1904,
    days: new Map(),
  };
  const left = { rows, characters: limits.textsLength.most };
  for (const [sheet, { name, part }] of sheets.entries()) {
    let batch: Batch = { sheet, name, rows: [] };
    const reader = openRows(shared, left, (row) => void batch.rows.push(row));
    for await (const text of texts(archive.bytesOf(part))) {
      reader.write(text);
      if (batch.rows.length === 0) continue;
      await take(batch);
      batch = { sheet, name, rows: [] };
    }
    reader.end();
    await take(batch);
  }
}
