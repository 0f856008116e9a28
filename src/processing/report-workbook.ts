/** The processing report as an .xlsx, for the partner's own files. */
import type ExcelJS from 'exceljs';
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

const HEADER_FILL: ExcelJS.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FF1F3A5F' } };

function drawLines(book: ExcelJS.Workbook, { lines }: Report): void {
  const sheet = book.addWorksheet('Bilan', {
    views: [{ state: 'frozen', ySplit: 1 }],
    pageSetup: { orientation: 'landscape', fitToPage: true, fitToHeight: 0, printTitlesRow: '1:1' },
  });
  sheet.columns = columns.map(({ header, width, numFmt }) => ({
    header,
    width,
    style: numFmt ? { numFmt } : {},
  }));
  const header = sheet.getRow(1);
  header.font = { bold: true, color: { argb: 'FFFFFFFF' } };
  header.fill = HEADER_FILL;
  for (const line of lines) sheet.addRow(columns.map(({ value }) => value(line)));
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } };
}

function drawSummary(book: ExcelJS.Workbook, { declaration, counts, lines }: Report): void {
  const sheet = book.addWorksheet('Synthèse');
  sheet.columns = [{ width: 34 }, { width: 24 }];
  const facts: [string, string | number][] = [
    ['Déclaration', declaration.reference],
    ['Mois de garde', frenchMonthName(declaration.month)],
    ['Lignes', lines.length],
    ...fates.map((fate): [string, number] => [fateNames[fate], counts[fate]]),
  ];
  for (const fact of facts) sheet.addRow(fact).getCell(1).font = { bold: true };
}

/** Texts are written as texts: a name that begins with `=` is never a formula. */
export async function reportWorkbook(report: Report): Promise<Buffer> {
  // Loaded when something is drawn: it takes longer than all the rest of the house.
  const {
    default: { Workbook },
  } = await import('exceljs');
  const book = new Workbook();
  drawLines(book, report);
  drawSummary(book, report);
  return Buffer.from(await book.xlsx.writeBuffer());
}
