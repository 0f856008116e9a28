/** The corpus: workbooks and foreign files from many producers, each with what it must give, as data beside it. */
import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { WorkbookRefused, type WorkbookFacts } from '../../../src/kernel/sheet-refusals.js';
import { Refusal } from '../../../src/kernel/refusal.js';
import type { SheetReader } from '../../../src/kernel/sheet.js';
import { check, recognise, type TemplateCode } from '../../../src/workbooks/index.js';

/** Beside the sources: the compiler copies no workbook. */
export const corpus = fileURLToPath(new URL('../../../../test/workbooks/corpus/', import.meta.url));

export const producers = ['exceljs', 'handmade', 'libreoffice', 'hostile'];

const AT = { month: '2026-10', today: '2026-11-05' };

/** What a file gives: rows with their cells as displayed, their values and anomalies; or a refusal and its sentence. */
export type Outcome =
  | { refused: string; sentence: string }
  | { rows: { row: number; cells: object; values: object; anomalies: string[] }[] };

export interface Expected {
  why: string;
  template: TemplateCode;
  outcome: Outcome;
}

/** Every file of a producer, and of it the path without its extension. */
export async function filesOf(producer: string): Promise<{ name: string; file: string; json: string }[]> {
  const names = await readdir(`${corpus}${producer}`);
  return names
    .filter((name) => !name.endsWith('.json'))
    .map((name) => {
      const file = `${corpus}${producer}/${name}`;
      return { name: `${producer}/${name}`, file, json: file.replace(/\.[^.]+$/, '.json') };
    });
}

export const expected = async (json: string): Promise<Expected> =>
  JSON.parse(await readFile(json, 'utf8')) as Expected;

const present = (values: object): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

/** Reads a file as a deposit does, to its last anomaly. */
export async function outcomeOf(
  reader: Pick<SheetReader, 'read'>,
  file: string,
  template: TemplateCode,
): Promise<Outcome> {
  try {
    const { rows } = recognise(await reader.read(file), template);
    const checked = await check(template, rows, AT);
    return {
      rows: checked.map(({ number, values, anomalies }, at) => ({
        row: number,
        cells: Object.fromEntries(Object.entries(rows[at]!.cells).map(([key, cell]) => [key, cell.text])),
        values: present(values),
        anomalies: anomalies.map(said),
      })),
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { reason } = error.facts as WorkbookFacts;
    return { refused: reason, sentence: WorkbookRefused(error.facts as WorkbookFacts).message };
  }
}

const said = ({
  column,
  row,
  code,
  seen,
  sentence,
  proposed,
}: Awaited<ReturnType<typeof check>>[number]['anomalies'][number]) =>
  `${column}${row} ${code} « ${seen} » ${sentence}${proposed === null ? '' : ` → ${proposed}`}`;
