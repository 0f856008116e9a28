/** The processing report as an .xlsx, for the partner's own files: read from the database as it is written. */
import type { Readable } from 'node:stream';
import type { BookRow, BookSheet, Look } from '../kernel/book/index.js';
import { writeBook } from '../kernel/book/index.js';
import { frenchDay, frenchMonthName, slashMonth } from '../kernel/calendar.js';
import type { Report, ReportInParts, ReportLine } from './report.js';
import { fateNames, fates, noCounts } from './report.js';

interface Column {
  header: string;
  width: number;
  numFmt?: string;
  value: (line: ReportLine) => string | number | null;
}

const columns: readonly Column[] = [
  { header: 'Ligne', width: 8, value: ({ row }) => row.number },
  { header: 'Mois', width: 10, value: ({ row }) => row.month && slashMonth(row.month) },
  { header: 'Numéro allocataire', width: 20, numFmt: '@', value: ({ row }) => row.allocataire },
  { header: 'Nom de l’enfant', width: 22, value: ({ row }) => row.lastName },
  { header: 'Prénom de l’enfant', width: 20, value: ({ row }) => row.firstName },
  { header: 'Heures', width: 10, numFmt: '0', value: ({ row }) => row.hours },
  { header: 'Dont spécifiques', width: 17, numFmt: '0', value: ({ row }) => row.specificHours },
  {
    header: 'Montant',
    width: 14,
    numFmt: '#,##0.00 "€"',
    value: ({ row }) => (row.amountCents === null ? null : row.amountCents / 100),
  },
  { header: 'Fin de garde', width: 14, value: ({ row }) => row.endOfCare && frenchDay(row.endOfCare) },
  { header: 'Attestation', width: 24, value: ({ attestation }) => attestation?.number ?? null },
  { header: 'Suite donnée', width: 28, value: ({ fate }) => fateNames[fate] },
  { header: 'Précision', width: 60, value: ({ detail }) => detail },
];

const lookOf = ({ numFmt: format }: Column, at: number): { [name: string]: Look } =>
  format === undefined ? {} : { [`column${at}`]: { format } };

const looks: Record<string, Look> = {
  header: { font: { bold: true, colour: 'FFFFFF' }, fill: '1F3A5F' },
  fact: { font: { bold: true } },
  ...Object.assign({}, ...columns.map(lookOf)),
};

/** Counts the lines as they go. */
async function* rowsOf({ parts }: ReportInParts, counts: Report['counts']): AsyncGenerator<BookRow> {
  yield { values: columns.map(({ header }) => header), looks: columns.map(() => 'header') };
  for await (const lines of parts) {
    for (const line of lines) {
      counts[line.fate] += 1;
      yield { values: columns.map(({ value }) => value(line)) };
    }
  }
}

const linesSheet = (report: ReportInParts, counts: Report['counts']): BookSheet<AsyncIterable<BookRow>> => ({
  name: 'Bilan',
  columns: columns.map(({ width, numFmt }, at) => ({ width, look: numFmt && `column${at}` })),
  rows: rowsOf(report, counts),
  titleRows: 1,
  filtered: true,
  landscape: true,
});

/** Asked for after the lines: they are counted then. */
function* factsOf({ declaration }: ReportInParts, counts: Report['counts']): Generator<BookRow> {
  const facts: [string, string | number][] = [
    ['Déclaration', declaration.reference],
    ['Mois de garde', frenchMonthName(declaration.month)],
    ['Lignes', Object.values(counts).reduce((sum, count) => sum + count, 0)],
    ...fates.map((fate): [string, number] => [fateNames[fate], counts[fate]]),
  ];
  for (const values of facts) yield { values };
}

const summarySheet = (report: ReportInParts, counts: Report['counts']): BookSheet => ({
  name: 'Synthèse',
  columns: [{ width: 34, look: 'fact' }, { width: 24 }],
  rows: factsOf(report, counts),
});

/** Texts are written as texts: a name that begins with `=` is never a formula. */
export function reportWorkbook(report: ReportInParts): Readable {
  const counts = noCounts();
  return writeBook({
    title: `Bilan de traitement ${report.declaration.reference}`,
    looks,
    sheets: [linesSheet(report, counts), summarySheet(report, counts)],
  });
}
