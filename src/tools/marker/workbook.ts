/** Puts marks in a workbook by changing a few of its parts; all the others are copied as they are. */
import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { fromBufferPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import { looksOf, sheetPart, stylesPart, xmlText } from '../../kernel/book/index.js';
import type { Mark, Marking } from '../../kernel/marking.js';
import { openArchive, type Archive } from '../sheet-archive.js';
import { namespaces } from '../sheet-xml.js';
import { Edits, Unmarkable, fill, prefixOf, walk, type Element, type Room } from './edits.js';
import { addBoxes, boxesPart } from './boxes.js';
import { addNotes, notesPart, type Noted } from './notes.js';
import { Parts } from './parts.js';
import { markSheet, type MarkedSheet } from './sheet.js';
import { openStyles } from './styles.js';

const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const [TRANSITIONAL, STRICT] = namespaces.main as [string, string];

interface Main {
  part: string;
  root: Element;
  sheets: { name: string; relation: string; number: number; element: Element }[];
  room: Room;
}

async function mainOf(parts: Parts): Promise<Main> {
  const part = (await parts.relationsOf('')).find(({ type }) => type === 'officeDocument')?.target;
  if (part === undefined) throw new Unmarkable('no workbook');
  let root: Element | undefined;
  let list: Element | undefined;
  let room: Room | undefined;
  const sheets: Main['sheets'] = [];
  walk(await parts.text(part), {
    open(element) {
      const { depth, local, attribute } = element;
      if (depth === 1) root = element;
      if (depth === 2) list = element;
      if (depth !== 3 || local !== 'sheet' || list!.local !== 'sheets') return;
      const relation = element.foreign('id', namespaces.office)?.value ?? '';
      sheets.push({ name: attribute('name') ?? '', relation, number: Number(attribute('sheetId')), element });
    },
    close(local, depth, closeStart) {
      if (depth === 2 && local === 'sheets') room = { element: list!, closeStart };
    },
  });
  if (!root || !room) throw new Unmarkable('no sheets');
  return { part, root, room, sheets };
}

/** @throws Unmarkable, or whatever shows that this workbook is not as others are */
export async function markWorkbook(path: string, marking: Marking): Promise<Readable> {
  const archive = await openArchive(path);
  const parts = new Parts(archive);
  const main = await mainOf(parts);
  const relations = await parts.relationsOf(main.part);
  const sheet = main.sheets.find(({ name }) => name === marking.sheet);
  const part = relations.find(({ id }) => id === sheet?.relation)?.target;
  if (part === undefined) throw new Unmarkable('no such sheet');
  const strict = main.root.uri === STRICT;
  const styles =
    relations.find(({ type }) => type === 'styles')?.target ?? (await newStyles(parts, main, strict));
  const dressing = openStyles(await parts.text(styles), marking.looks);
  const marked = markSheet(await parts.text(part), marking.marks, dressing);
  const drawing = await noteAll(parts, part, marking, { strict, marked });
  parts.set(part, marked.made(drawing));
  const namespace = strict ? STRICT : TRANSITIONAL;
  const list = [...sheetPart(marking.list, { looks: dressing.looks, namespace, isFirst: false })].join('');
  await putList(parts, main, marking.list.name, list);
  parts.set(styles, dressing.made());
  return packed(path, archive, parts);
}

async function newStyles(parts: Parts, { part }: Main, strict: boolean): Promise<string> {
  const usual = 'xl/styles.xml';
  const name = parts.has(usual) ? parts.newName(usual) : usual;
  const text = stylesPart(looksOf({}));
  parts.set(name, strict ? text.replace(TRANSITIONAL, STRICT) : text);
  await parts.declare(name, `${TYPES}.styles+xml`);
  await parts.relate(part, 'styles', name, strict);
  return name;
}

/** Notes on the marks. The relation of their drawing, when it is new. */
async function noteAll(
  parts: Parts,
  sheet: string,
  { marks }: Marking,
  { strict, marked }: { strict: boolean; marked: MarkedSheet },
): Promise<string | undefined> {
  const relations = await parts.relationsOf(sheet);
  const notes = relations.find(({ type }) => type === 'comments')?.target;
  if (marks.length === 0 && notes === undefined) return undefined;
  const noted = notes
    ? addNotes(await parts.text(notes), marks)
    : firstNotes(marks, strict ? STRICT : TRANSITIONAL);
  const part = notes ?? parts.newName('xl/comments.xml');
  parts.set(part, noted.text);
  if (!notes) {
    await parts.declare(part, `${TYPES}.comments+xml`);
    await parts.relate(sheet, 'comments', part, strict);
  }
  const drawing = relations.find(({ id }) => id === marked.drawing)?.target;
  if (drawing !== undefined) {
    parts.set(drawing, addBoxes(await parts.text(drawing), noted, marked.grid));
    return undefined;
  }
  const name = parts.newName('xl/drawings/vmlDrawing.vml');
  parts.set(name, boxesPart(noted, marked.grid));
  await parts.declareAll('vml', 'application/vnd.openxmlformats-officedocument.vmlDrawing');
  return parts.relate(sheet, 'vmlDrawing', name, strict);
}

const firstNotes = (marks: readonly Mark[], namespace: string): Noted => ({
  text: notesPart(marks, namespace),
  gone: new Set(),
  come: [...marks],
  kept: new Map(),
  grown: [],
});

/** The list, last; in place of the one of an earlier time. */
async function putList(parts: Parts, main: Main, name: string, list: string): Promise<void> {
  const strict = main.root.uri === STRICT;
  const own = main.sheets.find((sheet) => sheet.name === name);
  if (own) {
    const relations = await parts.relationsOf(main.part);
    const part = relations.find(({ id, type }) => id === own.relation && type === 'worksheet')?.target;
    if (part === undefined) throw new Unmarkable('no such list');
    parts.set(part, list);
    return;
  }
  const part = parts.newName('xl/worksheets/sheet.xml');
  parts.set(part, list);
  await parts.declare(part, `${TYPES}.worksheet+xml`);
  const relation = await parts.relate(main.part, 'worksheet', part, strict);
  const text = await parts.text(main.part);
  const edits = new Edits(text);
  const number = Math.max(0, ...main.sheets.map((sheet) => sheet.number)) + 1;
  // Under the prefix that the other sheets have for their relations.
  const prefix = main.sheets[0]!.element.foreign('id', namespaces.office)?.prefix ?? 'r';
  fill(
    edits,
    main.room,
    `<${prefixOf(main.root)}sheet name="${xmlText(name)}" sheetId="${number}" ${prefix}:id="${relation}"/>`,
  );
  parts.set(main.part, edits.made());
}

/** In the order of the file, new parts last. */
async function packed(path: string, archive: Archive, { changed }: Parts): Promise<Readable> {
  const source = await fromBufferPromise(await readFile(path), { lazyEntries: true });
  const target = new ZipFile();
  const left = new Map(changed);
  const written = new Map<string, string>();
  for await (const entry of source.eachEntry()) {
    const name = entry.fileName.toLowerCase();
    if (name.endsWith('/')) continue;
    written.set(name, entry.fileName);
    const text = left.get(name);
    left.delete(name);
    const bytes = text === undefined ? await bytesOf(archive, name) : Buffer.from(text);
    target.addBuffer(bytes, entry.fileName, {
      mtime: entry.getLastModDate(),
      compress: entry.compressionMethod !== 0,
    });
  }
  for (const [name, text] of left) {
    target.addBuffer(Buffer.from(text), spelt(name, written), { mtime: LONG_AGO });
  }
  target.end();
  return target.outputStream as Readable;
}

/** New relations are spelt like the part that has them: some programs tell capitals apart. */
function spelt(name: string, written: ReadonlyMap<string, string>): string {
  const [, folder = '', base = ''] = /^(.*)_rels\/(.*)\.rels$/.exec(name) ?? [];
  const part = written.get(folder + base);
  return part === undefined ? name : part.replace(/[^/]*$/, (own) => `_rels/${own}.rels`);
}

const LONG_AGO = new Date('2020-01-01T00:00:00Z');

async function bytesOf(archive: Archive, name: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of archive.bytesOf(name)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
