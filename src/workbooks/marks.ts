/** What is written back on a deposited workbook: a note on each wrong cell, and the list of them all. */
import type { BookRow, Look } from '../kernel/book/index.js';
import type { Mark, MarkKind, Marking } from '../kernel/marking.js';
import { columnOf, linesOf } from '../kernel/book/index.js';
import { inSlices } from '../kernel/slices.js';
import type { Column, ColumnKey, DepositedRow, Template } from './template.js';

/** The sheet of the list; a later one takes its place. */
export const LIST_SHEET = 'Anomalies Habilis';

/** What is told of one cell. */
export interface Remark {
  kind: MarkKind;
  row: number;
  column: string;
  header: string;
  /** What the cell of the file shows. */
  seen: string;
  /** What is wrong. */
  sentence: string;
  toDo: string;
  expected: string;
  /** What may be typed there. */
  proposed: string | null;
}

const kindNames: Record<MarkKind, string> = {
  blocking: 'À corriger',
  warning: 'À vérifier',
  kept: 'Gardé dans Habilis',
};
const gravest = Object.keys(kindNames) as MarkKind[];

const looks: Record<string, Look> = {
  listTitle: { font: { size: 14, bold: true, colour: '1F4E79' } },
  listText: {},
  listHeader: {
    font: { bold: true, colour: 'FFFFFF' },
    fill: '1F4E79',
    border: 'BFCBD6',
    align: { vertical: 'center', wrap: true },
  },
  listLink: { font: { underline: true, colour: '0563C1' }, border: 'BFCBD6', align: { vertical: 'top' } },
  listCell: { border: 'BFCBD6', align: { vertical: 'top', wrap: true } },
};

// oxfmt-ignore
const columns: readonly { header: string; width: number; value: (remark: Remark) => string | number }[] = [
  { header: 'Cellule',                 width: 9,  value: (remark) => cellOf(remark) },
  { header: 'Ligne',                   width: 7,  value: ({ row }) => row },
  { header: 'Colonne',                 width: 9,  value: ({ column }) => column },
  { header: 'Titre de la colonne',     width: 30, value: ({ header }) => header },
  { header: 'Nature',                  width: 14, value: ({ kind }) => kindNames[kind] },
  // In quotes: a value could be a title, and the list would look like a declaration.
  { header: 'Valeur lue',              width: 20, value: ({ seen }) => (seen === '' ? 'vide' : `« ${seen} »`) },
  { header: 'Ce qui ne va pas',        width: 42, value: ({ sentence }) => sentence },
  { header: 'Ce qu’il faut faire',     width: 42, value: ({ toDo }) => toDo },
  { header: 'Ce qui est attendu',      width: 30, value: ({ expected }) => expected },
  { header: 'Valeur proposée',         width: 18, value: ({ proposed }) => proposed ?? '' },
];

const FIRST_LISTED = 5;
/** More would not be read; the cells have them all. */
const MOST_LISTED = 1_000;

const cellOf = ({ column, row }: Pick<Remark, 'column' | 'row'>): string => `${column}${row}`;

const noteOf = ({ kind, sentence, toDo, expected, proposed }: Remark): string =>
  [
    `${kindNames[kind]} (Habilis)`,
    sentence,
    `À faire : ${toDo}`,
    ...(kind === 'kept' ? [] : [`Attendu : ${expected}.`]),
    ...(proposed ? [`Proposition : ${proposed}`] : []),
  ].join('\n');

/** One mark a cell: the gravest of its remarks gives the look, all of them the note. */
async function marksOf(remarks: readonly Remark[]): Promise<Mark[]> {
  const cells = new Map<string, Mark>();
  await inSlices(remarks, (remark) => {
    const cell = cellOf(remark);
    const { row, column, kind } = remark;
    const known = cells.get(cell);
    if (!known) cells.set(cell, { row, column, kind, note: noteOf(remark) });
    else {
      known.note += `\n\n${noteOf(remark)}`;
      if (gravest.indexOf(kind) < gravest.indexOf(known.kind)) known.kind = kind;
    }
  });
  return [...cells.values()];
}

async function counted(remarks: readonly Remark[]): Promise<string> {
  const counts = new Map(gravest.map((kind) => [kind, 0]));
  await inSlices(remarks, ({ kind }) => void counts.set(kind, counts.get(kind)! + 1));
  const told = [...counts].filter(([, count]) => count > 0);
  if (told.length === 0) return 'rien à corriger ni à vérifier';
  return told.map(([kind, count]) => `${kindNames[kind].toLowerCase()} : ${count}`).join(', ');
}

const whole = (text: string, look: string): BookRow => ({ values: [text], looks: [look] });

/** Points; the tallest row there is. */
const LINE = 15;
const TALLEST = 409;

const cellLooks = columns.map((_, at) => (at === 0 ? 'listLink' : 'listCell'));

/** Tall enough for its longest text: programs that do not fit rows by themselves would cut it. */
function listRow(remark: Remark): BookRow {
  const values = columns.map(({ value }) => value(remark));
  const lines = Math.max(...values.map((value, at) => linesOf(String(value), columns[at]!.width - 1)));
  return { height: Math.min(TALLEST, lines * LINE), values, looks: cellLooks };
}

async function listRows(
  remarks: readonly Remark[],
  listed: readonly Remark[],
  sheet: string,
): Promise<BookRow[]> {
  const more = remarks.length - listed.length;
  const rows: BookRow[] = [];
  await inSlices(listed, (remark) => void rows.push(listRow(remark)));
  return [
    whole('Anomalies de ce classeur', 'listTitle'),
    whole(`Au moment où il a été rendu : ${await counted(remarks)}.`, 'listText'),
    whole(
      `Corrigez les cellules colorées de la feuille « ${sheet} » (chaque note dit quoi écrire), enregistrez, puis déposez ce classeur de nouveau.`,
      'listText',
    ),
    { height: 22, values: columns.map(({ header }) => header), looks: columns.map(() => 'listHeader') },
    ...rows,
    ...(more > 0 ? [whole(`Et ${more} de plus, notées dans leurs cellules.`, 'listText')] : []),
  ];
}

/** By row, then by column; sorting them all at once would keep others waiting. */
async function inOrder(remarks: readonly Remark[]): Promise<Remark[]> {
  const rows = new Map<number, Remark[]>();
  await inSlices(remarks, (remark) => {
    const ofRow = rows.get(remark.row);
    if (ofRow) ofRow.push(remark);
    else rows.set(remark.row, [remark]);
  });
  const ordered: Remark[] = [];
  const numbers = [...rows.keys()].toSorted((one, other) => one - other);
  await inSlices(numbers, (number) => {
    const ofRow = rows.get(number)!;
    ordered.push(...ofRow.toSorted((one, other) => columnOf(one.column) - columnOf(other.column)));
  });
  return ordered;
}

/**
 * A slice at a time: 5,000 rows of remarks never hold the event loop.
 *
 * @param sheet  the one that carries the declaration, by its name in the file
 * @param room   rows that the file can still have, to be read back
 */
export async function markingOf(sheet: string, all: readonly Remark[], room: number): Promise<Marking> {
  const remarks = await inOrder(all);
  const listed = remarks.slice(0, Math.min(MOST_LISTED, room - FIRST_LISTED));
  return {
    sheet,
    marks: await marksOf(remarks),
    looks,
    list: {
      name: LIST_SHEET,
      columns: columns.map(({ width }) => ({ width })),
      rows: await listRows(remarks, listed, sheet),
      titleRows: FIRST_LISTED - 1,
      landscape: true,
      links: listed.map((remark, at) => ({ cell: `A${FIRST_LISTED + at}`, sheet, to: cellOf(remark) })),
    },
  };
}

const textIn = ({ cells }: Pick<DepositedRow, 'cells'>, key: ColumnKey): string => cells[key]?.text ?? '';

/** A row as it is kept now: corrected since its deposit, or set aside. */
export interface KeptRow extends DepositedRow {
  setAside: boolean;
  setAsideReason: string | null;
}

/**
 * What is kept of a row and that its file does not say. The file is given back as it came: a correction is told, not
 * written, since a new deposit of that file replaces it.
 */
export function keptIn({ columns }: Template, deposited: DepositedRow | undefined, row: KeptRow): Remark[] {
  const filled = columns.find(({ key }) => row.cells[key]) ?? columns[0]!;
  const about = ({ letter, header, key }: Column) => ({
    kind: 'kept' as const,
    row: row.number,
    column: letter,
    header,
    seen: textIn(deposited ?? row, key),
  });
  const changed = columns.filter(({ key }) => deposited && textIn(deposited, key) !== textIn(row, key));
  const corrected = changed.map((column) => {
    const now = textIn(row, column.key);
    return {
      ...about(column),
      sentence: `Cette cellule a été corrigée dans Habilis : ${now ? `« ${now} »` : 'elle y est vide'}.`,
      toDo: `${now ? 'Écrivez-le' : 'Videz-la'} ici aussi avant de déposer ce classeur de nouveau, sinon la correction sera perdue.`,
      expected: now || 'rien',
      proposed: now || null,
    };
  });
  if (!row.setAside) return corrected;
  const aside = {
    ...about(filled),
    sentence: `Cette ligne est écartée dans Habilis (${row.setAsideReason ?? ''}).`,
    toDo: 'Effacez-la avant de déposer ce classeur de nouveau, ou écartez-la encore après.',
    expected: 'la ligne effacée, ou écartée de nouveau',
    proposed: null,
  };
  return [...corrected, aside];
}
