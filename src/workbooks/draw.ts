/** Draws the Caf's workbook, blank or filled, as Excel in French would save it. */
import type ExcelJS from 'exceljs';
import { isDay, isMonth } from '../kernel/calendar.js';
import { type Column, type ColumnKey, type TemplateCode } from './template.js';
import { templates } from './templates/index.js';

/** One row to draw. Months, days and cents are given as the program writes them; any other text is written as it is. */
export interface FilledRow {
  /** `YYYY-MM`. */
  month?: string;
  allocataire?: string | number;
  lastName?: string;
  firstName?: string;
  /** `YYYY-MM-DD`. */
  birthDate?: string;
  hours?: number | string;
  specificHours?: number | string;
  /** Euro cents; a text is written in the amount column as it is. */
  amountCents?: number | string;
  /** `YYYY-MM-DD`. */
  endOfCare?: string;
}

const HEADER_ROW = 1;
const HINT_ROW = 2;
const FIRST_ROW = 3;
/** Rows ready to fill: bounded, so that the file does not carry whole columns. */
const READY_ROWS = 200;

const whole = (max: number): Partial<ExcelJS.DataValidation> => ({
  type: 'whole',
  operator: 'between',
  formulae: [0, max],
  error: 'Un nombre entier d’heures, arrondi en dessous.',
});
const date = (error: string): Partial<ExcelJS.DataValidation> => ({
  type: 'date',
  operator: 'between',
  formulae: [new Date(Date.UTC(2000, 0, 1)), new Date(Date.UTC(2099, 11, 31))],
  error,
});

/** How each column looks, and what Excel lets one type in it. */
const looks: Record<ColumnKey, { width: number; format: string; accepts?: Partial<ExcelJS.DataValidation> }> =
  {
    month: { width: 13, format: 'mm/yyyy', accepts: date('Un mois sous la forme MM/AAAA.') },
    allocataire: {
      width: 15,
      format: '@',
      accepts: {
        type: 'textLength',
        operator: 'equal',
        formulae: [7],
        error: '7 chiffres sans la lettre clé.',
      },
    },
    lastName: { width: 24, format: '@' },
    firstName: { width: 20, format: '@' },
    birthDate: { width: 20, format: 'dd/mm/yyyy', accepts: date('Une date sous la forme JJ/MM/AAAA.') },
    hours: { width: 26, format: '0', accepts: whole(744) },
    specificHours: { width: 15, format: '0', accepts: whole(744) },
    amount: {
      width: 15,
      format: '#,##0.00',
      accepts: {
        type: 'decimal',
        operator: 'greaterThanOrEqual',
        formulae: [0],
        error: 'Un montant en euros, comme 985,60.',
      },
    },
    endOfCare: { width: 17, format: 'dd/mm/yyyy', accepts: date('Une date sous la forme JJ/MM/AAAA.') },
  };

const thin = { style: 'thin' } as const;
const border: Partial<ExcelJS.Borders> = { top: thin, left: thin, bottom: thin, right: thin };
const centred: Partial<ExcelJS.Alignment> = { horizontal: 'center', vertical: 'middle', wrapText: true };
const solid = (argb: string): ExcelJS.FillPattern => ({
  type: 'pattern',
  pattern: 'solid',
  fgColor: { argb },
});

const headerStyle: Partial<ExcelJS.Style> = {
  font: { name: 'Calibri', size: 10, bold: true, color: { argb: 'FFFFFFFF' } },
  fill: solid('FF1F4E79'),
  alignment: centred,
  border,
};
const hintStyle: Partial<ExcelJS.Style> = {
  font: { name: 'Calibri', size: 9, italic: true, color: { argb: 'FF595959' } },
  fill: solid('FFF2F2F2'),
  alignment: centred,
  border,
};

/** The blank workbook that a depositor downloads. */
export const drawBlank = (code: TemplateCode): Promise<Buffer> => drawFilled(code, []);

/** The workbook with its first rows filled, in order, from row 3. */
export async function drawFilled(code: TemplateCode, rows: FilledRow[]): Promise<Buffer> {
  const { columns, sheet: name, label } = templates[code];
  // Loaded when something is drawn: it takes longer than all the rest of the house.
  const {
    default: { Workbook },
  } = await import('exceljs');
  const workbook = new Workbook();
  workbook.title = label;
  const sheet = workbook.addWorksheet(name, {
    views: [{ state: 'frozen', ySplit: HINT_ROW, topLeftCell: `A${FIRST_ROW}` }],
    pageSetup: {
      orientation: 'landscape',
      paperSize: 9,
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `${HEADER_ROW}:${HINT_ROW}`,
    },
  });
  sheet.getRow(HEADER_ROW).height = 48;
  sheet.getRow(HINT_ROW).height = 51;
  columns.forEach((column, at) => drawColumn(sheet, column, at + 1, rows));
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

function drawColumn(
  sheet: ExcelJS.Worksheet,
  { key, header, hint, required }: Column,
  at: number,
  rows: FilledRow[],
): void {
  const { width, format, accepts } = looks[key];
  sheet.getColumn(at).width = width;
  Object.assign(sheet.getCell(HEADER_ROW, at), { value: header, style: headerStyle });
  Object.assign(sheet.getCell(HINT_ROW, at), { value: hint ?? null, style: hintStyle });
  const last = FIRST_ROW + Math.max(READY_ROWS, rows.length) - 1;
  for (let number = FIRST_ROW; number <= last; number += 1) {
    const cell = sheet.getCell(number, at);
    const row = rows[number - FIRST_ROW];
    Object.assign(cell, { value: row ? drawnValue(key, row) : null, style: { numFmt: format, border } });
    if (accepts && number < FIRST_ROW + READY_ROWS) {
      cell.dataValidation = {
        allowBlank: !required,
        showErrorMessage: true,
        errorTitle: 'Saisie à corriger',
        ...accepts,
      } as ExcelJS.DataValidation;
    }
  }
}

function drawnValue(key: ColumnKey, row: FilledRow): ExcelJS.CellValue {
  const value = key === 'amount' ? row.amountCents : row[key];
  if (value === undefined) return null;
  if (typeof value === 'number') return key === 'amount' ? value / 100 : value;
  if (key === 'month' && isMonth(value)) return new Date(`${value}-01T00:00:00Z`);
  if ((key === 'birthDate' || key === 'endOfCare') && isDay(value)) return new Date(`${value}T00:00:00Z`);
  return value;
}
