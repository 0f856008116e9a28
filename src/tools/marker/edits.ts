/** Changes parts of an XML text and leaves all the rest to the letter. */
import { SaxesParser } from 'saxes';

/** Something in this workbook is not as workbooks are: no mark is put in it. */
export class Unmarkable extends Error {}

/** An element and where it stands in the text. */
export interface Element {
  local: string;
  uri: string;
  prefix: string;
  /** 1 for the root. */
  depth: number;
  attribute(name: string): string | undefined;
  /** The prefix and the value of an attribute of one of these vocabularies. */
  foreign(name: string, uris: readonly string[]): { prefix: string; value: string } | undefined;
  start: number;
  /** After its opening tag. */
  openEnd: number;
  isSelfClosing: boolean;
}

export interface Walker {
  open(element: Element): void;
  /** @param closeStart  where its closing tag begins; of a self-closing one, where it begins */
  close?(local: string, depth: number, closeStart: number, end: number): void;
  text?(content: string): void;
}

export function walk(text: string, walker: Walker): void {
  const parser = new SaxesParser({ xmlns: true });
  let depth = 0;
  const before = (end: number): number => text.lastIndexOf('<', end - 1);
  parser.on('opentag', ({ local, uri, prefix, attributes, isSelfClosing }) => {
    depth += 1;
    const openEnd = parser.position;
    walker.open({
      local,
      uri,
      prefix,
      depth,
      attribute: (name) => attributes[name]?.value,
      foreign: (name, uris) =>
        Object.values(attributes).find((each) => each.local === name && uris.includes(each.uri)),
      start: before(openEnd),
      openEnd,
      isSelfClosing,
    });
  });
  parser.on('closetag', ({ local }) => {
    const end = parser.position;
    walker.close?.(local, depth, before(end), end);
    depth -= 1;
  });
  parser.on('text', (content) => walker.text?.(content));
  parser.write(text).close();
}

/** Changes gathered in any order, made at once. */
export class Edits {
  private readonly changes: { at: number; remove: number; insert: string }[] = [];

  constructor(private readonly text: string) {}

  insert(at: number, insert: string): void {
    this.changes.push({ at, remove: 0, insert });
  }

  replace(start: number, end: number, insert: string): void {
    this.changes.push({ at: start, remove: end - start, insert });
  }

  /** Changes the tag of an element. */
  retag({ start, openEnd }: Element, change: (tag: string) => string): void {
    this.replace(start, openEnd, change(this.text.slice(start, openEnd)));
  }

  /** The text as it is to be, said to be in UTF-8. */
  made(): string {
    const pieces: string[] = [];
    let done = 0;
    for (const { at, remove, insert } of this.changes.toSorted((one, other) => one.at - other.at)) {
      pieces.push(this.text.slice(done, at), insert);
      done = at + remove;
    }
    pieces.push(this.text.slice(done));
    return pieces.join('').replace(/^(<\?xml[^>]*\sencoding=)(["'])[^"']*\2/, '$1$2UTF-8$2');
  }
}

/** The tag with the attribute, in place of its own. */
export function withAttribute(tag: string, name: string, value: string | number): string {
  const own = new RegExp(`(\\s${name}\\s*=\\s*)("[^"]*"|'[^']*')`);
  if (own.test(tag)) return tag.replace(own, `$1"${value}"`);
  return tag.replace(/^<[^\s/>]+/, `$& ${name}="${value}"`);
}

/** Where more can be put at the end of an element, whether it is `<a/>` or `<a></a>`. */
export interface Room {
  element: Element;
  closeStart: number;
}

/** @param change  of its opening tag, meanwhile */
export function fill(
  edits: Edits,
  { element, closeStart }: Room,
  content: string,
  change = (tag: string): string => tag,
): void {
  const { prefix, local, isSelfClosing } = element;
  const name = prefix ? `${prefix}:${local}` : local;
  if (isSelfClosing) {
    edits.retag(element, (tag) => `${change(tag).replace(/\s*\/>$/, '>')}${content}</${name}>`);
    return;
  }
  edits.retag(element, change);
  edits.insert(closeStart, content);
}

export const prefixOf = ({ prefix }: Pick<Element, 'prefix'>): string => (prefix ? `${prefix}:` : '');

/** A piece without prefix, in the vocabulary of its new parent. */
export const adopted = (piece: string, { prefix, uri }: Pick<Element, 'prefix' | 'uri'>): string =>
  prefix ? piece.replace(/^<([\w:]+)/, `<$1 xmlns="${uri}"`) : piece;
