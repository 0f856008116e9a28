/** The workbook on which a reader kept warm practises: fifty rows of texts, numbers and days, of nobody. */
import { bytesOf, type BookRow } from '../kernel/book/index.js';

const ROWS = 50;
const looks = {
  plain: {},
  text: { format: '@' },
  month: { format: 'mm/yyyy' },
  day: { format: 'dd/mm/yyyy' },
  euros: { format: '#,##0.00' },
} as const;
const columns: (keyof typeof looks)[] = ['month', 'text', 'text', 'text', 'day', 'plain', 'plain', 'euros'];

const rowOf = (at: number): BookRow => ({
  values: [
    { day: '2020-01-01' },
    String(1_000_000 + at),
    `NOM ${at}`,
    `Prénom ${at}`,
    { day: '2019-02-03' },
    at,
    at % 5,
    100.5 + at,
  ],
});

/** @returns an .xlsx */
export const practiceBook = (): Promise<Buffer> =>
  bytesOf({
    title: 'Essai',
    looks,
    sheets: [
      {
        name: 'Essai',
        columns: columns.map((look) => ({ width: 12, look })),
        rows: Array.from({ length: ROWS }, (_, at) => rowOf(at)),
      },
    ],
  });
