/** A printed lot, read: its pages in order, the branch of the structure that each one shows, and what joins them. */
import { LotUnproven } from '../../kernel/printer.js';
import type { Entries, Written } from './written.js';
import { readWritten, refIn, refsIn } from './written.js';

/** An entry of the outline, and those under it. */
export interface Heading {
  /** Where it leads. */
  page: number | undefined;
  entries: Entries;
  under: Heading[];
}

/** Objects go by their numbers. */
export interface Lot {
  written: Written;
  pages: number[];
  structure: number;
  /** The one element under the root, whose branches are the sheets. */
  document: number;
  branches: number[];
  /** Pages and branches: the rank of the sheet that each belongs to. */
  owners: Map<number, number>;
  /** Whose the marked contents are: by the key of a page, or of what lies over it. */
  parents: Map<number, number>;
  headings: Heading[];
}

/** Chromium makes a tree of pages once there are many. */
function leavesOf(written: Written, number: number): number[] {
  const entries = written.entries(number);
  return entries.Type === '/Page' ? [number] : refsIn(entries.Kids).flatMap((kid) => leavesOf(written, kid));
}

/** A table by number, `[0 6767 0 R 1 374 0 R]`, or a tree of them. */
function numbered(written: Written, number: number): [number, number][] {
  const tree = written.entries(number);
  const own = (tree.Nums ?? '').matchAll(/(\d+) (\d+) 0 R/g);
  return [
    ...Array.from(own, ([, key, ref]): [number, number] => [Number(key), Number(ref)]),
    ...refsIn(tree.Kids).flatMap((kid) => numbered(written, kid)),
  ];
}

/** The headings under a root or another heading: each leads to the next. */
function headingsIn(written: Written, parent: Entries): Heading[] {
  const all: Heading[] = [];
  for (let [next] = refsIn(parent.First); next;) {
    const entries = written.entries(next);
    const [page] = refsIn(entries.Dest);
    all.push({ page, entries, under: headingsIn(written, entries) });
    [next] = refsIn(entries.Next);
  }
  return all;
}

/** @throws LotUnproven when it is not a tagged document of that many sheets, one page each */
export function openLot(pdf: Uint8Array, sheets: number): Lot {
  const written = readWritten(pdf);
  const catalog = written.entries(written.root);
  const structure = refIn(catalog, 'StructTreeRoot');
  const root = written.entries(structure);
  const document = refIn(root, 'K');
  const pages = leavesOf(written, refIn(catalog, 'Pages'));
  const branches = refsIn(written.entries(document).K);
  if (pages.length !== sheets || branches.length !== sheets) {
    throw new LotUnproven(`${sheets} sheets took ${pages.length} pages and ${branches.length} branches.`);
  }
  const [outline] = refsIn(catalog.Outlines);
  return {
    written,
    pages,
    structure,
    document,
    branches,
    owners: new Map(
      [pages, branches].flatMap((all) => [...all.entries()].map(([at, number]) => [number, at])),
    ),
    parents: new Map(numbered(written, refIn(root, 'ParentTree'))),
    headings: outline ? headingsIn(written, written.entries(outline)) : [],
  };
}
