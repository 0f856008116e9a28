/** The looks of a marked workbook: its own, each marked one again with the fill of its mark, and those of the list. */
import { fillXml, formatsXml, looksOf, type Fill, type Look, type Looks } from '../../kernel/book/index.js';
import type { MarkKind } from '../../kernel/marking.js';
import { Edits, Unmarkable, adopted, fill, walk, withAttribute, type Element, type Room } from './edits.js';

/** A mark shows without its colour too: full, hatched, or pale with a note only. */
const fills: Record<MarkKind, Fill> = {
  blocking: 'F4B0A8',
  warning: { hatched: 'F2B233', on: 'FFF6DD' },
  kept: 'CFE3F5',
};

const kinds = Object.keys(fills) as MarkKind[];

/** In the order of the file, with what stands first in each when it is not there. */
const lists = {
  numFmts: [],
  fonts: ['<font><sz val="11"/><name val="Calibri"/></font>'],
  fills: ['none', 'gray125'].map((type) => `<fill><patternFill patternType="${type}"/></fill>`),
  borders: ['<border><left/><right/><top/><bottom/><diagonal/></border>'],
  cellStyleXfs: ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'],
  cellXfs: ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'],
} satisfies Record<string, string[]>;

type List = keyof typeof lists;
const listNames = Object.keys(lists) as List[];

interface Styles {
  root: Element;
  rooms: Map<List, Room>;
  /** The text of each child of each list. */
  children: Map<List, string[]>;
  /** Where each list ends, and the root begins. */
  ends: Map<List, number>;
}

const isList = (name: string): name is List => listNames.includes(name as List);

function parse(text: string): Styles {
  let root: Element | undefined;
  let list: Element | undefined;
  let child: Element | undefined;
  const styles = {
    rooms: new Map<List, Room>(),
    children: new Map<List, string[]>(listNames.map((name) => [name, []])),
    ends: new Map<List, number>(),
  };
  walk(text, {
    open(element) {
      if (element.depth === 1) root = element;
      if (element.depth === 2) list = element;
      if (element.depth === 3) child = element;
    },
    close(local, depth, closeStart, end) {
      if (!list || !isList(list.local) || list.uri !== root!.uri) return;
      if (depth === 3) {
        styles.children.get(list.local)!.push(text.slice(child!.start, end));
      } else if (depth === 2) {
        styles.rooms.set(list.local, { element: list, closeStart });
        styles.ends.set(list.local, end);
      }
    },
  });
  if (root?.local !== 'styleSheet' || root.isSelfClosing) throw new Unmarkable('no styles');
  return { root, ...styles };
}

/** What a fill is, whoever wrote it last. */
const bare = (fill: string): string =>
  fill
    .replace(/<(\/?)[\w.-]+:/g, '<$1')
    .replace(/\sxmlns(:\w+)?="[^"]*"/g, '')
    .replace(/\s+\/>/g, '/>');

export interface Dressing {
  /** The number that a cell bears under a mark, from the one it has. */
  marked(style: number, kind: MarkKind): number;
  /** For a cell that bears a mark of an earlier time: the number it had without. */
  cleaned(style: number): number | undefined;
  /** Those of the list, by name. */
  looks: Looks;
  /** The part, with all that was asked for. */
  made(): string;
}

/** The highest number of an own format: Excel's end at 163. */
const lastFormat = (formats: readonly string[]): number =>
  Math.max(163, ...formats.map((format) => Number(/numFmtId="(\d+)"/.exec(format)?.[1] ?? 0)));

export function openStyles(text: string, named: Readonly<Record<string, Look>>): Dressing {
  const styles = parse(text);
  const childrenOf = (list: List): string[] => styles.children.get(list)!;
  const countOf = (list: List): number => childrenOf(list).length || lists[list].length;
  const firstFill = countOf('fills');
  const oldFills = childrenOf('fills').map(bare);
  const oldMarks = new Set(
    kinds
      .map((kind) => bare(fillXml(fills[kind])))
      .flatMap((mark) => oldFills.flatMap((each, at) => (each === mark ? [at] : []))),
  );
  const looks = looksOf(named, {
    fonts: countOf('fonts'),
    fills: firstFill + kinds.length,
    borders: countOf('borders'),
    formats: lastFormat(childrenOf('numFmts')) + 1,
    combinations: countOf('cellXfs'),
  });
  const cellStyles = childrenOf('cellXfs');
  const more: string[] = [];
  const numbers = new Map<string, number>();
  const dressed = (style: number, fillId: number): number => {
    const key = `${style} ${fillId}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = countOf('cellXfs') + looks.combinations.length + more.length;
    more.push(withFill(cellStyles[style] ?? lists.cellXfs[0]!, fillId));
    numbers.set(key, number);
    return number;
  };
  return {
    looks,
    marked: (style, kind) => dressed(style, firstFill + kinds.indexOf(kind)),
    cleaned(style) {
      const fillId = Number(/\sfillId="(\d+)"/.exec(cellStyles[style] ?? '')?.[1] ?? 0);
      return oldMarks.has(fillId) ? dressed(style, 0) : undefined;
    },
    made: () =>
      grown(text, styles, {
        numFmts: formatsXml(looks.formats, lastFormat(childrenOf('numFmts')) + 1),
        fonts: looks.fonts,
        fills: [...kinds.map((kind) => fillXml(fills[kind])), ...looks.fills],
        borders: looks.borders,
        cellStyleXfs: [],
        cellXfs: [...looks.combinations, ...more],
      }),
  };
}

const withFill = (combination: string, fillId: number): string => {
  const [tag] = /^<[^>]*>/.exec(combination)!;
  const filled = withAttribute(withAttribute(tag, 'fillId', fillId), 'applyFill', fillId ? 1 : 0);
  return filled + combination.slice(tag.length);
};

/** With more in each list; a list that was not there is put where the order of the file wants it. */
function grown(text: string, { root, rooms, children, ends }: Styles, more: Record<List, string[]>): string {
  const edits = new Edits(text);
  let after = root.openEnd;
  for (const list of listNames) {
    const room = rooms.get(list);
    const added = more[list];
    if (room) after = ends.get(list)!;
    if (added.length === 0 && (room || list === 'numFmts')) continue;
    const first = children.get(list)!.length > 0 ? [] : lists[list];
    const content = [...first, ...added].map((piece) => adoptedOnce(piece, root)).join('');
    const count = children.get(list)!.length + first.length + added.length;
    if (room) fill(edits, room, content, (tag) => withAttribute(tag, 'count', count));
    else edits.insert(after, adopted(`<${list} count="${count}">`, root) + content + `</${list}>`);
  }
  return edits.made();
}

/** A copied piece has its prefix already. */
const adoptedOnce = (piece: string, root: Element): string =>
  root.prefix && piece.startsWith(`<${root.prefix}:`) ? piece : adopted(piece, root);
