/** One person's file out of a lot: their page, what it draws with, their own branch of the structure, nothing else. */
import { PDFHexString } from '@cantoo/pdf-lib';
import type { Piece } from '../../kernel/printer.js';
import { LotUnproven } from '../../kernel/printer.js';
import { Cutting } from './cutting.js';
import type { Heading, Lot } from './lot.js';
import type { Entries } from './written.js';
import { dictionary, refsIn, refTo } from './written.js';

/** Whose the marked contents of a page and of what lies over it are, by keys that begin at 0: `[0 12 0 R 1 14 0 R]`. */
function parentsOf(cutting: Cutting, { written, parents }: Lot, page: number): string[] {
  const over = refsIn(written.entries(page).Annots);
  const keyed = [page, ...over].flatMap((number) => {
    const entries = written.entries(number);
    const word = number === page ? 'StructParents' : 'StructParent';
    const key = entries[word];
    return key === undefined ? [] : [{ number, entries, word, parent: parents.get(Number(key)) }];
  });
  // Elements lead to what lies over the page: each is given its key before any is followed.
  for (const [rank, { number, entries, word }] of keyed.entries())
    cutting.instead.set(number, { ...entries, [word]: `${rank}` });
  return keyed.map(({ parent }, rank) => {
    if (parent === undefined) throw new LotUnproven('What a page shows is of no element.');
    return `${rank} ${refTo(cutting.follow(parent))}`;
  });
}

/** The index by which the elements that others name are found. */
function namesOf(cutting: Cutting): Entries {
  const named = cutting.named.toSorted(([one], [other]) => (one < other ? -1 : 1));
  const [first, last] = [named.at(0), named.at(-1)];
  if (!first || !last) return {};
  const names = named.map(([name, number]) => `${name} ${refTo(number)}`);
  const index = { Limits: `[${first[0]} ${last[0]}]`, Names: `[${names.join(' ')}]` };
  return { IDTree: dictionary({ Kids: `[${refTo(cutting.add(dictionary(index)))}]` }) };
}

/** Writes headings, each with those under it. @returns where they begin and end */
function outline(cutting: Cutting, parent: number, headings: readonly Heading[]): Entries {
  const placed = headings.map((heading) => ({ ...heading, number: cutting.add() }));
  const ref = (at: number): string | undefined => placed[at] && refTo(placed[at].number);
  for (const [at, { entries, under, number }] of placed.entries()) {
    const beside = { Parent: refTo(parent), Prev: ref(at - 1), Next: ref(at + 1) };
    cutting.set(number, cutting.copyOf(entries, { ...beside, ...outline(cutting, number, under) }));
  }
  return { First: ref(0), Last: ref(placed.length - 1) };
}

const countOf = (headings: readonly Heading[]): number =>
  headings.reduce((all, { under }) => all + 1 + countOf(under), 0);

/** The headings that lead to the page. */
function outlineOf(cutting: Cutting, headings: readonly Heading[]): Entries {
  if (headings.length === 0) return { Outlines: undefined };
  const root = cutting.add();
  const ends = outline(cutting, root, headings);
  cutting.set(root, dictionary({ Type: '/Outlines', ...ends, Count: `${countOf(headings)}` }));
  return { Outlines: refTo(root) };
}

const infoOf = ({ title, date }: Piece): Entries => {
  const dated = `(D:${date.replace(/\D/g, '').slice(0, 14)}+00'00')`;
  const said = PDFHexString.fromText(title).toString();
  return { Title: said, Creator: '(Habilis)', CreationDate: dated, ModDate: dated };
};

/** @param at  the rank of the sheet in the lot */
export function cutPiece(lot: Lot, at: number, piece: Piece): Buffer {
  const { written, pages, structure, document, branches, headings } = lot;
  const cutting = new Cutting(lot, at);
  const [source, leaves] = [pages[at]!, cutting.add()];
  const [page, root, top] = [cutting.place(source), cutting.place(structure), cutting.place(document)];
  const parents = parentsOf(cutting, lot, source);
  const branch = refTo(cutting.follow(branches[at]!));
  // Its parent is a branch of the tree of all the pages.
  cutting.set(page, cutting.copyOf(cutting.instead.get(source)!, { Parent: refTo(leaves) }));
  cutting.set(leaves, dictionary({ Type: '/Pages', Kids: `[${refTo(page)}]`, Count: '1' }));
  cutting.set(top, cutting.copyOf(written.entries(document), { P: refTo(root), K: `[${branch}]` }));
  const tree = {
    Type: '/StructTreeRoot',
    K: refTo(top),
    ParentTree: dictionary({ Nums: `[${parents.join(' ')}]` }),
    ParentTreeNextKey: `${parents.length}`,
    ...namesOf(cutting),
  };
  cutting.set(root, dictionary(tree));
  const own = { Pages: refTo(leaves), StructTreeRoot: refTo(root), Dests: undefined, Names: undefined };
  const more = outlineOf(
    cutting,
    headings.filter((heading) => heading.page === source),
  );
  const catalog = cutting.add(cutting.copyOf(written.entries(written.root), { ...own, ...more }));
  return cutting.end(catalog, cutting.add(dictionary(infoOf(piece))));
}
