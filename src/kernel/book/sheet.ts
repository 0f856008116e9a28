/** The XML of one sheet, chunk by chunk: its rows are asked for as they are written. */
import type { Day } from '../calendar.js';
import type { BookRow, BookSheet, BookValue, ComingRows, Entry } from './book.js';
import type { Looks } from './looks.js';
import { XML, lettersOf, quotedSheet, xmlLines, xmlText } from './xml.js';

/** Characters gathered before they leave: small enough that nobody waits while they are made. */
const CHUNK = 32 * 1024;

type AnySheet = BookSheet<ComingRows>;

const DAY_MS = 86_400_000;
/** The serial of 1970-01-01, of workbooks that count days from 1900. */
const SERIAL_OF_1970 = 25_569;

/** Of the 29 February 1900, which never was and which Excel counts: days before it are one less. */
const FICTITIOUS_DAY = 60;

/** The number under which a day is stored. */
export function serialOf(day: Day): number {
  const serial = Date.parse(`${day}T00:00:00Z`) / DAY_MS + SERIAL_OF_1970;
  return serial > FICTITIOUS_DAY ? serial : serial - 1;
}

/** A text that a spreadsheet would take for a formula if it were typed. */
const LIKE_A_FORMULA = /^[=+\-@\t\r]/;
/** A text whose spaces would be lost. */
const SPACED = /^\s|\s$|\n/;

/** Texts are written as texts, never as formulas. */
const textXml = (start: string, text: string): string =>
  `${start} t="inlineStr"><is><t${SPACED.test(text) ? ' xml:space="preserve"' : ''}>${xmlLines(text)}</t></is></c>`;

function valueXml(start: string, value: Exclude<BookValue, string | null | undefined>): string {
  if (typeof value === 'number') return `${start}><v>${value}</v></c>`;
  if (typeof value === 'boolean') return `${start} t="b"><v>${value ? 1 : 0}</v></c>`;
  if ('error' in value) return `${start} t="e"><v>${xmlText(value.error)}</v></c>`;
  return `${start}><v>${serialOf(value.day)}</v></c>`;
}

/** Of one column: its letter, and what its cells bear. */
interface Lane {
  letters: string;
  look: string;
  plain: string;
  guarded: string;
}

const lanesOf = ({ columns }: AnySheet, looks: Looks): Lane[] =>
  columns.map(({ look = '' }, at) => ({ letters: lettersOf(at + 1), look, ...bearing(look, looks) }));

const bearing = (look: string, looks: Looks): Pick<Lane, 'plain' | 'guarded'> => ({
  plain: look === '' ? '' : ` s="${looks.numberOf(look)}"`,
  guarded: ` s="${looks.numberOf(look, true)}"`,
});

function cellXml(
  reference: string,
  value: BookValue,
  { look, plain, guarded }: Omit<Lane, 'letters'>,
): string {
  if (value === null || value === undefined) return look === '' ? '' : `<c r="${reference}"${plain}/>`;
  if (typeof value !== 'string') return valueXml(`<c r="${reference}"${plain}`, value);
  return textXml(`<c r="${reference}"${LIKE_A_FORMULA.test(value) ? guarded : plain}`, value);
}

/** Of as many columns as the sheet has. */
function rowXml(
  { values, height, looks: own }: BookRow,
  number: number,
  lanes: Lane[],
  looks: Looks,
): string {
  let cells = '';
  for (let at = 0; at < lanes.length; at += 1) {
    const lane = lanes[at]!;
    const look = own?.[at];
    const borne = look === undefined ? lane : { look, ...bearing(look, looks) };
    cells += cellXml(lane.letters + number, values[at], borne);
  }
  const tall = height === undefined ? '' : ` ht="${height}" customHeight="1"`;
  return `<row r="${number}"${tall}>${cells}</row>`;
}

function head({ columns, titleRows = 0, landscape }: AnySheet, isFirst: boolean): string {
  const pane = `<pane ySplit="${titleRows}" topLeftCell="A${titleRows + 1}" activePane="bottomLeft" state="frozen"/>`;
  const selection = `<selection pane="bottomLeft" activeCell="A${titleRows + 1}" sqref="A${titleRows + 1}"/>`;
  const view = `<sheetView${isFirst ? ' tabSelected="1"' : ''} workbookViewId="0">${titleRows > 0 ? pane + selection : ''}</sheetView>`;
  const widths = columns.map(
    ({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  );
  return (
    (landscape ? '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' : '') +
    `<sheetViews>${view}</sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${widths.join('')}</cols>`
  );
}

function entryXml({ cells, rule, title, prompt }: Entry): string {
  const asked = rule
    ? ` type="${rule.type}" operator="${rule.operator}" showErrorMessage="1" errorTitle="Saisie à corriger" error="${xmlText(rule.error)}"`
    : '';
  const said = prompt
    ? ` showInputMessage="1" promptTitle="${xmlText(title ?? '')}" prompt="${xmlText(prompt)}"`
    : '';
  const operands = (rule?.operands ?? []).map(
    (operand, at) => `<formula${at + 1}>${xmlText(String(operand))}</formula${at + 1}>`,
  );
  return `<dataValidation allowBlank="1"${asked}${said} sqref="${cells}">${operands.join('')}</dataValidation>`;
}

/** Until which column the rows can be filtered: `A1:L10001`. */
export const filteredRange = ({ columns }: AnySheet, lastRow: number): string =>
  `A1:${lettersOf(columns.length)}${lastRow}`;

function foot(sheet: AnySheet, lastRow: number): string {
  const { entries = [], links = [], filtered, landscape } = sheet;
  const linked = links.map(
    ({ cell, sheet, to }) =>
      `<hyperlink ref="${cell}" location="${xmlText(`${quotedSheet(sheet)}!${to}`)}"/>`,
  );
  return (
    (filtered ? `<autoFilter ref="${filteredRange(sheet, lastRow)}"/>` : '') +
    (entries.length > 0
      ? `<dataValidations count="${entries.length}">${entries.map(entryXml).join('')}</dataValidations>`
      : '') +
    (linked.length > 0 ? `<hyperlinks>${linked.join('')}</hyperlinks>` : '') +
    '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>' +
    `<pageSetup paperSize="9" orientation="${landscape ? 'landscape' : 'portrait'}"${landscape ? ' fitToHeight="0"' : ''}/>` +
    (landscape
      ? '<headerFooter><oddFooter>&amp;L&amp;A&amp;RPage &amp;P sur &amp;N</oddFooter></headerFooter>'
      : '')
  );
}

export interface SheetWriting {
  looks: Looks;
  /** The namespace of the workbook: that of strict workbooks is another. */
  namespace: string;
  isFirst: boolean;
}

/** The text of a sheet, as its rows come. */
function textOf(sheet: AnySheet, { looks, namespace, isFirst }: SheetWriting) {
  const lanes = lanesOf(sheet, looks);
  let text = `${XML}<worksheet xmlns="${namespace}">${head(sheet, isFirst)}<sheetData>`;
  let number = 0;
  return {
    /** @returns what leaves: nothing until enough is gathered */
    add(row: BookRow): string {
      number = row.number ?? number + 1;
      text += rowXml(row, number, lanes, looks);
      if (text.length < CHUNK) return '';
      const gathered = text;
      text = '';
      return gathered;
    },
    end: (): string => `${text}</sheetData>${foot(sheet, number)}</worksheet>`,
    lastRow: (): number => number,
  };
}

/** The part of the sheet; it ends by saying its last row. */
export function* sheetPart(sheet: BookSheet, writing: SheetWriting): Generator<string, number> {
  const text = textOf(sheet, writing);
  for (const row of sheet.rows) {
    const gathered = text.add(row);
    if (gathered) yield gathered;
  }
  yield text.end();
  return text.lastRow();
}

/** The same, of rows that may be read meanwhile. */
export async function* comingSheetPart(
  sheet: AnySheet,
  writing: SheetWriting,
): AsyncGenerator<string, number> {
  const text = textOf(sheet, writing);
  for await (const row of sheet.rows) {
    const gathered = text.add(row);
    if (gathered) yield gathered;
  }
  yield text.end();
  return text.lastRow();
}
