/** A printed lot, read: its pages in order, the branch of the structure that each one shows, and what joins them. */
import type { PDFContext } from '@cantoo/pdf-lib';
import { PDFArray, PDFDict, PDFName, PDFNumber, PDFParser, PDFRef } from '@cantoo/pdf-lib';
import { LotUnproven } from '../../kernel/printer.js';

export interface Lot {
  context: PDFContext;
  catalog: PDFDict;
  pages: PDFRef[];
  structure: PDFRef;
  /** The one element under the root, whose branches are the sheets. */
  document: PDFRef;
  branches: PDFRef[];
  /** Whose the marked contents are: by the key of a page, or of what lies over it. */
  parents: Map<number, PDFRef>;
  outlines: PDFDict | undefined;
}

const names = new Map<string, PDFName>();

/** The library decodes a word at each call; a lot asks for the same few some thousand times. */
export function name(word: string): PDFName {
  const known = names.get(word) ?? PDFName.of(word);
  names.set(word, known);
  return known;
}

const refAt = (dict: PDFDict, key: string): PDFRef => {
  const found = dict.get(name(key));
  if (found instanceof PDFRef) return found;
  throw new LotUnproven(`The lot has no ${key}.`);
};

/** One alone is not always in a list. */
const refsAt = (dict: PDFDict, key: string): PDFRef[] => {
  const one = dict.get(name(key));
  const found = dict.lookup(name(key));
  if (one instanceof PDFRef && found instanceof PDFDict) return [one];
  if (!(found instanceof PDFArray)) throw new LotUnproven(`The lot has no list of ${key}.`);
  return found.asArray().filter((each): each is PDFRef => each instanceof PDFRef);
};

/** Chromium makes a tree of pages once there are many. */
const leavesOf = (context: PDFContext, ref: PDFRef): PDFRef[] =>
  context.lookup(ref, PDFDict).get(name('Type')) === name('Page')
    ? [ref]
    : refsAt(context.lookup(ref, PDFDict), 'Kids').flatMap((kid) => leavesOf(context, kid));

/** A table by number, or a tree of them. */
function numbered(context: PDFContext, tree: PDFDict): [number, PDFRef][] {
  const nums = tree.lookupMaybe(name('Nums'), PDFArray)?.asArray() ?? [];
  const own = nums.flatMap((key, at): [number, PDFRef][] => {
    const value = nums[at + 1];
    return at % 2 === 0 && key instanceof PDFNumber && value instanceof PDFRef
      ? [[key.asNumber(), value]]
      : [];
  });
  const kids = tree.lookupMaybe(name('Kids'), PDFArray)?.asArray() ?? [];
  return [...own, ...kids.flatMap((kid) => numbered(context, context.lookup(kid, PDFDict)))];
}

/** @throws LotUnproven when it is not a tagged document of that many sheets, one page each */
export async function openLot(pdf: Uint8Array, sheets: number): Promise<Lot> {
  const context = await PDFParser.forBytesWithOptions(pdf, Infinity, true).parseDocument();
  const catalog = context.lookup(context.trailerInfo.Root, PDFDict);
  const structure = refAt(catalog, 'StructTreeRoot');
  const root = context.lookup(structure, PDFDict);
  const document = refAt(root, 'K');
  const pages = leavesOf(context, refAt(catalog, 'Pages'));
  const branches = refsAt(context.lookup(document, PDFDict), 'K');
  if (pages.length !== sheets || branches.length !== sheets) {
    throw new LotUnproven(`${sheets} sheets took ${pages.length} pages and ${branches.length} branches.`);
  }
  const parents = new Map(numbered(context, root.lookup(name('ParentTree'), PDFDict)));
  const outlines = catalog.lookupMaybe(name('Outlines'), PDFDict);
  return { context, catalog, pages, structure, document, branches, parents, outlines };
}
