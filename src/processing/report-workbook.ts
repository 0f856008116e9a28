/** The processing report as an .xlsx, for the partner's own files. */
import type { Readable } from 'node:stream';
import type { BookRow, BookSheet, Look } from '../kernel/book/index.js';
import { writeBook } from '../kernel/book/index.js';
import { frenchDay, frenchMonthName, slashMonth } from '../kernel/calendar.js';
import type { Report, ReportLine } from './report.js';
import { fateNames, fates } from './report.js';

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

function* linesOf({ lines }: Report): Generator<BookRow> {
  yield { values: columns.map(({ header }) => header), looks: columns.map(() => 'header') };
  for (const line of lines) yield { values: columns.map(({ value }) => value(line)) };
}

const linesSheet = (report: Report): BookSheet => ({
  name: 'Bilan',
  columns: columns.map(({ width, numFmt }, at) => ({ width, look: numFmt && `column${at}` })),
  rows: linesOf(report),
  titleRows: 1,
  filtered: true,
  landscape: true,
});

function summarySheet({ declaration, counts, lines }: Report): BookSheet {
  const facts: [string, string | number][] = [
    ['Déclaration', declaration.reference],
    ['Mois de garde', frenchMonthName(declaration.month)],
    ['Lignes', lines.length],
    ...fates.map((fate): [string, number] => [fateNames[fate], counts[fate]]),
  ];
  return {
    name: 'Synthèse',
    columns: [{ width: 34, look: 'fact' }, { width: 24 }],
    rows: facts.map((values) => ({ values })),
  };
}

/** Texts are written as texts: a name that begins with `=` is never a formula. */
export const reportWorkbook = (report: Report): Readable =>
  writeBook({
    title: `Bilan de traitement ${report.declaration.reference}`,
    looks,
    sheets: [linesSheet(report), summarySheet(report)],
  });
