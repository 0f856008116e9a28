/** Workbooks written with exceljs: what its cells, styles and sheets make of a declaration. */
import type ExcelJS from 'exceljs';
import { templates, type TemplateCode } from '../../../src/workbooks/index.js';

export interface DrawnCase {
  template?: TemplateCode;
  why: string;
  draw: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void;
  /** Whether it is written as a stream, and then with its texts shared or not. */
  stream?: { useSharedStrings: boolean };
}

const day = (iso: string): Date => new Date(`${iso}T00:00:00Z`);
const OCTOBER = day('2026-10-01');
type Values = ExcelJS.CellValue[];

const children: Values[] = [
  [OCTOBER, '3047215', 'AUBREVAL', 'Jeanne', day('2024-02-14'), 112, 0, 985.6],
  [OCTOBER, '0284617', 'CHÂTELRIVE', 'Ambre', day('2023-06-21'), 78, 4, 663, day('2026-10-16')],
];
const families: Values[] = [
  [OCTOBER, '3047215', 36, 6, 828],
  [OCTOBER, '0410933', 48, 25, 1176, day('2026-10-23')],
];

const formats: Record<string, string> = {
  month: 'mm/yyyy',
  allocataire: '@',
  birthDate: 'dd/mm/yyyy',
  amount: '#,##0.00',
  endOfCare: 'dd/mm/yyyy',
};

/** Titles and hints from row `from`, then the rows, each value in the format of its column. */
function declare(
  sheet: ExcelJS.Worksheet,
  rows: Values[],
  {
    code = 'micro_creche',
    from = 1,
    hint = true,
  }: { code?: TemplateCode; from?: number; hint?: boolean } = {},
): void {
  const { columns } = templates[code];
  sheet.getRow(from).values = columns.map(({ header }) => header);
  if (hint) sheet.getRow(from + 1).values = columns.map(({ hint }) => hint ?? null);
  rows.forEach((values, at) => {
    const row = sheet.getRow(from + (hint ? 2 : 1) + at);
    row.values = values;
    columns.forEach(({ key }, index) => {
      const numFmt = formats[key];
      if (numFmt) row.getCell(index + 1).numFmt = numFmt;
    });
  });
}

const whole = { type: 'whole', operator: 'between', formulae: [0, 744], allowBlank: true } as const;
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

export const byExceljs: Record<string, DrawnCase> = {
  plain: { why: 'shared texts, days under their formats', draw: (sheet) => declare(sheet, children) },
  families: {
    template: 'home_care',
    why: 'the families’ workbook',
    draw: (sheet) => declare(sheet, families, { code: 'home_care' }),
  },
  'streamed-inline': {
    why: 'written as a stream, texts in the cells',
    stream: { useSharedStrings: false },
    draw: (sheet) => declare(sheet, children),
  },
  'streamed-shared': {
    why: 'written as a stream, texts shared',
    stream: { useSharedStrings: true },
    draw: (sheet) => declare(sheet, children),
  },
  'from-1904': {
    why: 'days counted from 1904',
    draw(sheet, book) {
      book.properties.date1904 = true;
      declare(sheet, children);
    },
  },
  'rich-texts': {
    why: 'names with a part in bold',
    draw: (sheet) =>
      declare(sheet, [
        children[0]!.with(2, { richText: [{ text: 'AUBRE' }, { font: { bold: true }, text: 'VAL' }] }),
      ]),
  },
  formulas: {
    why: 'formulas with their results, a shared one, one without',
    draw: (sheet) =>
      declare(sheet, [
        children[0]!
          .with(5, { formula: 'G3+112', result: 112 })
          .with(7, { formula: 'F3*8.8', result: 985.6 }),
        children[1]!.with(5, { formula: 'G4+74' }).with(8, {
          formula: 'DATE(2026,10,16)',
          result: day('2026-10-16'),
        }),
      ]),
  },
  errors: {
    why: 'cells in error',
    draw: (sheet) => declare(sheet, [children[0]!.with(5, { error: '#REF!' }).with(6, { error: '#N/A' })]),
  },
  'links-in-cells': {
    why: 'a name that is a link',
    draw: (sheet) =>
      declare(sheet, [children[0]!.with(2, { text: 'AUBREVAL', hyperlink: 'https://www.caf.fr/' })]),
  },
  notes: {
    why: 'notes on cells',
    draw(sheet) {
      declare(sheet, children);
      sheet.getCell('B3').note = 'Numéro vérifié avec la famille';
    },
  },
  'whole-column-validations': {
    why: 'checks of Excel down to the last row',
    draw(sheet) {
      declare(sheet, children);
      const { model } = (sheet as unknown as { dataValidations: { model: Record<string, unknown> } })
        .dataValidations;
      model['F3:G1048576'] = whole;
    },
  },
  table: {
    why: 'the rows as a table of Excel, with its filters',
    draw(sheet) {
      declare(sheet, children, { hint: false });
      const columns = templates.micro_creche.columns.map(({ header: name }) => ({
        name,
        filterButton: true,
      }));
      sheet.addTable({ name: 'Enfants', ref: 'A1', headerRow: true, columns, rows: children });
    },
  },
  'title-merged-above': {
    why: 'a title merged over the table, the titles on row 4',
    draw(sheet) {
      sheet.mergeCells('A1:I1');
      sheet.getCell('A1').value = 'Micro-crèche Les Lucioles, octobre 2026';
      declare(sheet, children, { from: 4 });
    },
  },
  'hidden-rows-and-columns': {
    why: 'a hidden row counts, hidden columns too',
    draw(sheet) {
      declare(sheet, children);
      sheet.getRow(4).hidden = true;
      sheet.getColumn(7).hidden = true;
    },
  },
  protected: {
    why: 'a sheet that Excel protects without a secret',
    draw(sheet) {
      declare(sheet, children);
      void sheet.protect('caf', {});
    },
  },
  'image-and-filter': {
    why: 'a logo, a filter, frozen rows, a page foot',
    draw(sheet, book) {
      declare(sheet, children);
      sheet.addImage(book.addImage({ base64: PIXEL, extension: 'png' }), 'K1:K1');
      sheet.autoFilter = 'A1:I4';
      sheet.views = [{ state: 'frozen', ySplit: 2 }];
      sheet.headerFooter.oddFooter = 'Page &P';
    },
  },
  'other-sheets': {
    why: 'sheets without data before and after',
    draw(sheet, book) {
      const notice = book.addWorksheet('Notice');
      notice.getCell('A1').value = 'Comment remplir ce classeur';
      declare(sheet, children);
      book.addWorksheet('Vide');
    },
  },
  'conditional-formats': {
    why: 'colours on whole columns',
    draw(sheet) {
      declare(sheet, children);
      const rule = { type: 'expression' as const, priority: 1, formulae: ['$F1>100'], style: {} };
      sheet.addConditionalFormatting({ ref: 'A1:I1048576', rules: [rule] });
    },
  },
};
