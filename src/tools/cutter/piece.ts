/** One person's file out of a lot: their page, what it draws with, their own branch of the structure, nothing else. */
import type { PDFName, PDFObject } from '@cantoo/pdf-lib';
import {
  PDFArray,
  PDFContext,
  PDFDict,
  PDFHexString,
  PDFNumber,
  PDFRawStream,
  PDFRef,
  PDFString,
  PDFWriter,
} from '@cantoo/pdf-lib';
import type { Piece } from '../../kernel/printer.js';
import { LotUnproven } from '../../kernel/printer.js';
import { name, type Lot } from './lot.js';

/** What Chromium calls a table header: it counts the nodes it has seen. */
const NODE = /^node\d{8}$/;

/** A new file that is filled from a lot. */
class Cutting {
  readonly target = PDFContext.create();
  private readonly known = new Map<PDFRef, PDFRef>();
  /** Pages and branches of others: whatever leads to one is refused. */
  private readonly foreign: Set<PDFRef>;
  private readonly ranks = new Map<string, string>();
  /** The elements that others name. */
  readonly named: [string, PDFRef][] = [];

  constructor(
    readonly lot: Lot,
    at: number,
  ) {
    this.foreign = new Set([...lot.pages.toSpliced(at, 1), ...lot.branches.toSpliced(at, 1)]);
  }

  /** Keeps a place for what is written anew. */
  place(ref: PDFRef): PDFRef {
    const placed = this.target.nextRef();
    this.known.set(ref, placed);
    return placed;
  }

  follow(ref: PDFRef): PDFRef {
    if (this.foreign.has(ref)) throw new LotUnproven('A page of the lot leads to another.');
    const known = this.known.get(ref);
    if (known) return known;
    const placed = this.place(ref);
    const copied = this.copy(this.lot.context.lookup(ref)!);
    const id = copied instanceof PDFDict ? copied.get(name('ID')) : undefined;
    if (id instanceof PDFString) this.named.push([id.asString(), placed]);
    this.target.assign(placed, copied);
    return placed;
  }

  copy(object: PDFObject): PDFObject {
    if (object instanceof PDFRef) return this.follow(object);
    if (object instanceof PDFRawStream) return PDFRawStream.of(this.dictOf(object.dict), object.contents);
    if (object instanceof PDFDict) return this.dictOf(object);
    if (object instanceof PDFArray) return this.arrayOf(object.asArray().map((each) => this.copy(each)));
    if (object instanceof PDFString && NODE.test(object.asString())) return this.rank(object.asString());
    return object;
  }

  /** The entries of a dictionary but those that are written anew. */
  dictOf(dict: PDFDict, but: readonly string[] = [], more: Record<string, PDFObject> = {}): PDFDict {
    const copied = PDFDict.withContext(this.target);
    const left = but.map(name);
    for (const [key, value] of dict.asMap()) if (!left.includes(key)) copied.set(key, this.copy(value));
    for (const [key, value] of Object.entries(more)) copied.set(name(key), value);
    return copied;
  }

  arrayOf(objects: readonly PDFObject[]): PDFArray {
    const array = PDFArray.withContext(this.target);
    for (const object of objects) array.push(object);
    return array;
  }

  /** The same page has the same names whatever was printed before it. */
  private rank(written: string): PDFString {
    const rank = this.ranks.get(written) ?? `node${String(this.ranks.size + 1).padStart(8, '0')}`;
    this.ranks.set(written, rank);
    return PDFString.of(rank);
  }
}

/** A page and what lies over it, each with the place of its key in the table of parents. */
function keyed(lot: Lot, page: PDFDict): [PDFDict, PDFName, number][] {
  const over = page.lookupMaybe(name('Annots'), PDFArray)?.asArray() ?? [];
  const all = [page, ...over.map((each) => lot.context.lookup(each, PDFDict))];
  return all.flatMap((dict): [PDFDict, PDFName, number][] =>
    (['StructParents', 'StructParent'] as const).flatMap((word): [PDFDict, PDFName, number][] => {
      const key = dict.lookupMaybe(name(word), PDFNumber);
      return key ? [[dict, name(word), key.asNumber()]] : [];
    }),
  );
}

/** The parents of what is marked, by keys that begin at 0, given to the source before it is copied: nobody reads it again. */
function parentsOf(cutting: Cutting, page: PDFDict): PDFObject[] {
  return keyed(cutting.lot, page).flatMap(([dict, word, key], rank) => {
    dict.set(word, PDFNumber.of(rank));
    return [PDFNumber.of(rank), cutting.follow(cutting.lot.parents.get(key)!)];
  });
}

function structureOf(
  cutting: Cutting,
  placed: { root: PDFRef; document: PDFRef },
  branch: PDFRef,
  parents: PDFObject[],
): void {
  const { lot, target } = cutting;
  const source = lot.context.lookup(lot.document, PDFDict);
  const more = { P: placed.root, K: cutting.arrayOf([branch]) };
  target.assign(placed.document, cutting.dictOf(source, ['P', 'K'], more));
  const named = cutting.named.toSorted(([one], [other]) => (one < other ? -1 : 1));
  const names = named.flatMap(([id, ref]) => [PDFString.of(id), ref]);
  const limits = [named.at(0), named.at(-1)].map((end) => PDFString.of(end?.[0] ?? ''));
  const tree = {
    Type: 'StructTreeRoot',
    K: placed.document,
    ParentTree: { Nums: parents },
    ParentTreeNextKey: parents.length / 2,
  };
  const ids =
    names.length > 0
      ? { IDTree: { Kids: [target.register(target.obj({ Limits: limits, Names: names }))] } }
      : {};
  target.assign(placed.root, target.obj({ ...tree, ...ids }));
}

/** Under a heading of the page, those under it. */
function heading(cutting: Cutting, item: PDFDict, parent: PDFRef): PDFRef {
  const ref = cutting.target.nextRef();
  const own = cutting.dictOf(item, ['Parent', 'First', 'Last', 'Next', 'Prev'], { Parent: parent });
  cutting.target.assign(ref, own);
  joined(
    cutting,
    own,
    childrenOf(item).map((child) => heading(cutting, child, ref)),
  );
  return ref;
}

function childrenOf(item: PDFDict): PDFDict[] {
  const all: PDFDict[] = [];
  for (
    let next = item.lookupMaybe(name('First'), PDFDict);
    next;
    next = next.lookupMaybe(name('Next'), PDFDict)
  )
    all.push(next);
  return all;
}

function joined({ target }: Cutting, parent: PDFDict, refs: PDFRef[]): void {
  if (refs.length === 0) return;
  parent.set(name('First'), refs[0]!);
  parent.set(name('Last'), refs.at(-1)!);
  for (const [at, ref] of refs.entries()) {
    const dict = target.lookup(ref, PDFDict);
    if (at > 0) dict.set(name('Prev'), refs[at - 1]!);
    if (at < refs.length - 1) dict.set(name('Next'), refs[at + 1]!);
  }
}

/** The headings that lead to that page. */
function outlinesOf(cutting: Cutting, page: PDFRef): Record<string, PDFRef> {
  const { lot, target } = cutting;
  const leading = (lot.outlines ? childrenOf(lot.outlines) : []).filter(
    (item) => item.lookupMaybe(name('Dest'), PDFArray)?.get(0) === page,
  );
  if (leading.length === 0) return {};
  const root = PDFDict.withContext(target);
  const ref = target.register(root);
  root.set(name('Type'), name('Outlines'));
  joined(
    cutting,
    root,
    leading.map((item) => heading(cutting, item, ref)),
  );
  root.set(name('Count'), PDFNumber.of(leading.reduce((all, item) => all + 1 + childrenOf(item).length, 0)));
  return { Outlines: ref };
}

const dated = (at: string): PDFString => PDFString.of(`D:${at.replace(/\D/g, '').slice(0, 14)}+00'00'`);

/** @param at  the rank of the sheet in the lot */
export async function cutPiece(lot: Lot, at: number, { title, date }: Piece): Promise<Uint8Array> {
  const cutting = new Cutting(lot, at);
  const { target } = cutting;
  const source = lot.pages[at]!;
  const sheet = lot.context.lookup(source, PDFDict);
  const [pages, page] = [target.nextRef(), cutting.place(source)];
  const placed = { root: cutting.place(lot.structure), document: cutting.place(lot.document) };
  const parents = parentsOf(cutting, sheet);
  // Its parent is a branch of the tree of all the pages.
  target.assign(page, cutting.dictOf(sheet, ['Parent'], { Parent: pages }));
  structureOf(cutting, placed, cutting.follow(lot.branches[at]!), parents);
  target.assign(pages, target.obj({ Type: 'Pages', Kids: [page], Count: 1 }));
  const outlines = outlinesOf(cutting, source);
  const own = { Pages: pages, StructTreeRoot: placed.root, ...outlines };
  target.trailerInfo.Root = target.register(
    cutting.dictOf(lot.catalog, ['Pages', 'StructTreeRoot', 'Outlines', 'Dests', 'Names'], own),
  );
  const info = {
    Title: PDFHexString.fromText(title),
    Creator: PDFString.of('Habilis'),
    CreationDate: dated(date),
    ModDate: dated(date),
  };
  target.trailerInfo.Info = target.register(target.obj(info));
  return PDFWriter.forContext(target, Infinity).serializeToBuffer();
}
