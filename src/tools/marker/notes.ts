/** The notes of a sheet: their texts, and the boxes that draw them. */
import { xmlLines, columnOf, XML } from '../../kernel/book/index.js';
import type { Mark } from '../../kernel/marking.js';
import { Edits, Unmarkable, adopted, fill, walk, type Element, type Room } from './edits.js';

const AUTHOR = 'Habilis';
/** Before what is added to somebody else's note: there it is found again. */
const ADDED = '— Habilis —';
const OURS = new RegExp(`\\s*${ADDED}[^<]*`, 'g');

const cellOf = ({ column, row }: Mark): string => `${column}${row}`;

const runOf = (text: string): string => `<r><t xml:space="preserve">${xmlLines(text)}</t></r>`;

const noteXml = (mark: Mark, author: number): string =>
  `<comment ref="${cellOf(mark)}" authorId="${author}"><text>${runOf(mark.note)}</text></comment>`;

/** The part of a sheet that had no note. */
export const notesPart = (marks: readonly Mark[], namespace: string): string =>
  `${XML}<comments xmlns="${namespace}"><authors><author>${AUTHOR}</author></authors><commentList>${marks
    .map((mark) => noteXml(mark, 0))
    .join('')}</commentList></comments>`;

interface Note {
  element: Element;
  end: number;
  /** Where its last run ends. */
  textEnd: number;
}

interface Notes {
  root: Element;
  authors: string[];
  authorsRoom: Room;
  listRoom: Room;
  notes: Note[];
}

function parse(text: string): Notes {
  let root: Element | undefined;
  let second: Element | undefined;
  let note: Note | undefined;
  const rooms = new Map<string, Room>();
  const found: Pick<Notes, 'authors' | 'notes'> = { authors: [], notes: [] };
  walk(text, {
    open(element) {
      if (element.depth === 1) root = element;
      if (element.depth === 2) second = element;
      if (element.depth === 3 && element.local === 'author') found.authors.push('');
      if (element.depth === 3 && element.local === 'comment') note = { element, end: 0, textEnd: 0 };
    },
    text(content) {
      if (second?.local === 'authors' && found.authors.length > 0) {
        found.authors.push(found.authors.pop()! + content);
      }
    },
    close(local, depth, closeStart, end) {
      if (depth === 2) rooms.set(local, { element: second!, closeStart });
      // After its last run; what helps reading aloud may stand after it.
      if (note && depth === 5 && (local === 't' || local === 'r')) note.textEnd = end;
      if (note && depth === 3 && local === 'comment') found.notes.push({ ...note, end });
    },
  });
  const [authorsRoom, listRoom] = [rooms.get('authors'), rooms.get('commentList')];
  if (!root || !authorsRoom || !listRoom) throw new Unmarkable('no list of notes');
  return { root, authorsRoom, listRoom, ...found };
}

/** What the notes are after: the part, and the cells whose notes went and came. */
export interface Noted {
  text: string;
  gone: Set<string>;
  come: Mark[];
  /** The cells whose notes stay. */
  kept: Set<string>;
}

/** Ours of an earlier time go; somebody else's stay, and are added to where their cell is marked. */
export function addNotes(text: string, marks: readonly Mark[]): Noted {
  const { root, authors, authorsRoom, listRoom, notes } = parse(text);
  const edits = new Edits(text);
  const marked = new Map(marks.map((mark) => [cellOf(mark), mark]));
  const known = authors.findIndex((author) => author.trim() === AUTHOR);
  const author = known < 0 ? authors.length : known;
  const gone = new Set<string>();
  const kept = new Set<string>();
  for (const { element, end, textEnd } of notes) {
    const cell = element.attribute('ref') ?? '';
    if (known >= 0 && Number(element.attribute('authorId')) === known) {
      edits.replace(element.start, end, '');
      gone.add(cell);
      continue;
    }
    kept.add(cell);
    const mark = marked.get(cell);
    if (mark && textEnd === 0) throw new Unmarkable('a note without text');
    const theirs = text.slice(element.start, textEnd || end).replace(OURS, '');
    const added = mark ? adopted(runOf(`\n\n${ADDED}\n${mark.note}`), element) : '';
    edits.replace(element.start, textEnd || end, theirs + added);
  }
  const come = marks.filter((mark) => !kept.has(cellOf(mark)));
  const more = come.map((mark) => adopted(noteXml(mark, author), root)).join('');
  fill(edits, listRoom, more);
  if (known < 0) {
    fill(edits, authorsRoom, adopted(`<author>${AUTHOR}</author>`, root));
  }
  return { text: edits.made(), gone, come, kept };
}

const SHAPE_TYPE =
  '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>';
const BOX_COLUMNS = 2;
const CHARACTERS_A_LINE = 42;

/** Beside its cell, tall enough for its text. */
function boxXml({ column, row, note }: Mark, id: number): string {
  const at = columnOf(column);
  const lines = note
    .split('\n')
    .reduce((sum, line) => sum + Math.ceil((line.length + 1) / CHARACTERS_A_LINE), 1);
  const top = Math.max(0, row - 2);
  const anchor = [at, 12, top, 4, at + BOX_COLUMNS, 60, top + Math.max(4, lines), 4].join(', ');
  return `<v:shape id="_x0000_s${id}" type="#_x0000_t202" style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>${anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>${row - 1}</x:Row><x:Column>${at - 1}</x:Column></x:ClientData></v:shape>`;
}

const FIRST_BOX = 1025;
const boxes = (marks: readonly Mark[], first: number): string =>
  marks.map((mark, at) => boxXml(mark, first + at)).join('');

/** Notes may have come without a drawing: some programs leave it out. */
const undrawn = (cell: string): Mark[] => {
  const [, column, row] = /^([A-Z]{1,3})(\d{1,7})$/.exec(cell) ?? [];
  return column ? [{ column, row: Number(row), kind: 'kept', note: '' }] : [];
};

/** The drawing of a sheet that had none. */
export const boxesPart = ({ come, kept }: Pick<Noted, 'come' | 'kept'>): string =>
  `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>${SHAPE_TYPE}${boxes([...come, ...[...kept].flatMap(undrawn)], FIRST_BOX)}</xml>`;

const NEEDED = [
  /xmlns:v="urn:schemas-microsoft-com:vml"/,
  /xmlns:o="[^"]*:office:office"/,
  /xmlns:x="[^"]*:office:excel"/,
];
const BOX = /<v:shape\s[\s\S]*?<\/v:shape>\s*/g;

/** The cell that a box speaks of; none for a button or a picture. */
function cellOfBox(box: string): string | undefined {
  const [row, column] = ['Row', 'Column'].map((name) => new RegExp(`<x:${name}>\\s*(\\d+)`).exec(box)?.[1]);
  if (row === undefined || column === undefined || !/ObjectType="Note"/.test(box)) return undefined;
  return `${Number(row)} ${Number(column)}`;
}

/** Drawings are an old dialect that is not always XML: they are changed box by box. */
export function addBoxes(text: string, { gone, come }: Noted): string {
  if (!NEEDED.every((name) => name.test(text)) || !/<\/xml>\s*$/.test(text)) {
    throw new Unmarkable('an unusual drawing');
  }
  const left = new Set([...gone].map(placeOf));
  const kept = text.replace(BOX, (box) => (left.has(cellOfBox(box) ?? '') ? '' : box));
  const ids = [...kept.matchAll(/_x0000_s(\d+)/g)].map(([, id]) => Number(id));
  const first = Math.max(FIRST_BOX - 1, ...ids) + 1;
  const type = kept.includes('id="_x0000_t202"') ? '' : SHAPE_TYPE;
  return kept.replace(/<\/xml>\s*$/, () => `${type}${boxes(come, first)}</xml>`);
}

const placeOf = (cell: string): string => {
  const [, letters, row] = /^([A-Z]+)(\d+)$/.exec(cell) ?? [];
  return letters ? `${Number(row) - 1} ${columnOf(letters) - 1}` : cell;
};
