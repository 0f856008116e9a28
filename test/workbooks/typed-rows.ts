/** Rows as a person would type them, and what is found in them. */
import {
  check,
  typed,
  type Beside,
  type ColumnKey,
  type DepositedRow,
  type RowValues,
  type SentRow,
  type TemplateCode,
} from '../../src/workbooks/index.js';

export const at = { month: '2026-10', today: '2026-11-05' };

export type Texts = Partial<Record<ColumnKey, string>>;

/** A right row of a micro-crèche. */
export const child: Texts = {
  month: '10/2026',
  allocataire: '3047215',
  lastName: 'AUBREVAL',
  firstName: 'Jeanne',
  birthDate: '14/02/2024',
  hours: '112',
  specificHours: '0',
  amount: '985,60',
};

const { lastName: _, firstName: __, birthDate: ___, ...ofFamily } = child;
/** A right row of home care. */
export const family: Texts = ofFamily;

/** A row as typed: a blank text is a blank cell. */
export const row = (texts: Texts, number = 3): DepositedRow => ({
  number,
  cells: Object.fromEntries(
    Object.entries(texts).flatMap(([key, text]) => (typed(text) ? [[key, typed(text)]] : [])),
  ),
});

export const rowsOf = (texts: readonly Texts[]): DepositedRow[] =>
  texts.map((one, index) => row(one, index + 3));

export const found = async (template: TemplateCode, rows: DepositedRow[], when = at, beside: Beside = {}) =>
  (await check(template, rows, when, beside)).flatMap(({ anomalies }) => anomalies);

/** The same as values: what was sent of such a row for the month before. */
export async function sent(
  template: TemplateCode,
  texts: readonly Texts[],
  month = '2026-09',
): Promise<SentRow[]> {
  const checked = await check(template, rowsOf(texts), { month, today: at.today });
  return checked.map(({ number, values }): RowValues & { number: number } => ({ number, ...values, month }));
}

/** `CODE B4`, in the order of rows and columns. */
export const codesOf = (anomalies: Awaited<ReturnType<typeof found>>): string[] =>
  anomalies.map(({ code, column, row: number }) => `${code} ${column}${number}`);

const letters = 'abcdefghijklmnopqrstuvwxyz';
const letter = (index: number): string => letters[index % 26]!.repeat(4);

/** First names of which no two are near each other, for up to 17,576 children. */
export const nameOf = (index: number): string =>
  `Z${letter(index)}${letter(Math.floor(index / 26))}${letter(Math.floor(index / 676))}`;
