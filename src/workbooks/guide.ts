/** The sheet « Aide » of a workbook: what to write in each column, from the same table. */
import type { BookRow, BookSheet, Look } from '../kernel/book/index.js';
import type { Month } from '../kernel/calendar.js';
import { frenchMonthName } from '../kernel/calendar.js';
import type { Column, Template } from './template.js';

const BORDER = 'BFCBD6';
const top = { vertical: 'top', wrap: true } as const;

export const GUIDE_LOOKS: Record<string, Look> = {
  guideTitle: { font: { size: 15, bold: true, colour: '1F4E79' } },
  guideText: { align: { vertical: 'top' } },
  guideHeader: { font: { bold: true, colour: 'FFFFFF' }, fill: '1F4E79', border: BORDER, align: top },
  guideLetter: { font: { bold: true }, border: BORDER, align: { horizontal: 'center', vertical: 'top' } },
  guideCell: { border: BORDER, align: top, format: '@' },
};

const WIDTHS = [10, 40, 66, 15];
/** Points a line of text is tall, and characters a line of the widest column holds. */
const [LINE, CHARACTERS] = [15.5, 68];

const advice = (month?: Month): string[] => [
  ...(month ? [`Ce classeur est celui de ${frenchMonthName(month)}.`] : []),
  'Remplissez une ligne par garde, à partir de la ligne 3 de la feuille « Déclaration ».',
  'N’ajoutez, ne déplacez et ne renommez aucune colonne ; ne laissez ni total ni signature sous les lignes.',
  'Enregistrez au format « Classeur Excel (.xlsx) », puis déposez le fichier dans Habilis.',
  'Chaque cellule à corriger vous est alors montrée, avec ce qui est attendu.',
];

const textRow = (text: string, look: string): BookRow => ({ values: [text], looks: [look] });

const columnRow = ({ letter, header, help, example }: Column): BookRow => ({
  height: LINE * Math.max(Math.ceil(help.length / CHARACTERS), Math.ceil(header.length / 40)) + 3,
  values: [letter, header, help, example],
  looks: ['guideLetter', 'guideCell', 'guideCell', 'guideCell'],
});

/** Nothing in it looks like the titles or the rows of a declaration: a reader passes it by. */
export const guideSheet = ({ label, notice, columns }: Template, month?: Month): BookSheet => ({
  name: 'Aide',
  columns: WIDTHS.map((width) => ({ width })),
  landscape: true,
  rows: [
    { height: 24, values: [label], looks: ['guideTitle'] },
    ...[...(notice ? [notice] : []), ...advice(month)].map((line) => textRow(line, 'guideText')),
    { values: [] },
    {
      values: ['Colonne', 'Titre', 'Ce qu’il faut écrire', 'Exemple'],
      looks: WIDTHS.map(() => 'guideHeader'),
    },
    ...columns.map(columnRow),
  ],
});
