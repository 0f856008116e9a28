/** The notes of a sheet: their texts, and which of them went and came. */
import { xmlLines, XML } from '../../kernel/book/index.js';
import type { Mark } from '../../kernel/marking.js';
import { Edits, Unmarkable, adopted, fill, walk, type Element, type Room } from './edits.js';

const AUTHOR = 'Habilis';
/** Before what is added to somebody else's note: there it is found again. */
const ADDED = '— Habilis —';
const OURS = new RegExp(`\\s*${ADDED}[^<]*`, 'g');

const cellOf = ({ column, row }: Mark): string => `${column}${row}`;

/** In the letters that programs give to notes: their boxes are made for them. */
const LETTERS = '<rPr><sz val="9"/><color indexed="81"/><rFont val="Tahoma"/><family val="2"/></rPr>';

const runOf = (text: string): string => `<r>${LETTERS}<t xml:space="preserve">${xmlLines(text)}</t></r>`;

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
  /** Somebody else's, which stay: their texts by cell. */
  kept: Map<string, string>;
  /** Of these, the ones that were added to, with their whole text. */
  grown: Mark[];
}

/** Near enough to be measured. */
const plainOf = (xml: string): string => xml.replace(/<[^>]*>/g, '');

/** Ours of an earlier time go; somebody else's stay, and are added to where their cell is marked. */
export function addNotes(text: string, marks: readonly Mark[]): Noted {
  const { root, authors, authorsRoom, listRoom, notes } = parse(text);
  const edits = new Edits(text);
  const marked = new Map(marks.map((mark) => [cellOf(mark), mark]));
  const known = authors.findIndex((author) => author.trim() === AUTHOR);
  const author = known < 0 ? authors.length : known;
  const gone = new Set<string>();
  const kept = new Map<string, string>();
  const grown: Mark[] = [];
  for (const { element, end, textEnd } of notes) {
    const cell = element.attribute('ref') ?? '';
    if (known >= 0 && Number(element.attribute('authorId')) === known) {
      edits.replace(element.start, end, '');
      gone.add(cell);
      continue;
    }
    const mark = marked.get(cell);
    if (mark && textEnd === 0) throw new Unmarkable('a note without text');
    const theirs = text.slice(element.start, textEnd || end).replace(OURS, '');
    const more = mark ? `\n\n${ADDED}\n${mark.note}` : '';
    edits.replace(element.start, textEnd || end, theirs + (more ? adopted(runOf(more), element) : ''));
    kept.set(cell, plainOf(theirs) + more);
    if (mark) grown.push({ ...mark, note: kept.get(cell)! });
  }
  const come = marks.filter((mark) => !kept.has(cellOf(mark)));
  const more = come.map((mark) => adopted(noteXml(mark, author), root)).join('');
  fill(edits, listRoom, more);
  if (known < 0) {
    fill(edits, authorsRoom, adopted(`<author>${AUTHOR}</author>`, root));
  }
  return { text: edits.made(), gone, come, kept, grown };
}
