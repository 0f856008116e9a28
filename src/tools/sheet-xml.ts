/** Reads the XML of one part as it comes: by events, in UTF-8 or UTF-16, without entities of its own. */
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { workbookLimits as limits } from '../kernel/sheet-limits.js';
import { refused } from './sheet-archive.js';

const READABLE_ENCODING = /^(utf-?8|utf-?16(le|be)?|us-ascii)$/i;

const OFFICE = 'http://schemas.openxmlformats.org';
const STRICT = 'http://purl.oclc.org/ooxml';

/** Each vocabulary has the name of ECMA-376 and the one of its strict variant. */
export const namespaces = {
  main: [`${OFFICE}/spreadsheetml/2006/main`, `${STRICT}/spreadsheetml/main`],
  office: [`${OFFICE}/officeDocument/2006/relationships`, `${STRICT}/officeDocument/relationships`],
  relations: [`${OFFICE}/package/2006/relationships`],
  types: [`${OFFICE}/package/2006/content-types`],
};

/** An element of the part's own vocabulary; those of others, and what they hold, are passed over. */
export interface Tag {
  local: string;
  prefix: string;
  /** 1 for the root. */
  depth: number;
  attribute(name: string): string | undefined;
  /** An attribute of the relations' vocabulary (`r:id`). */
  relation(name: string): string | undefined;
}

export interface Listener {
  open(tag: Tag): void;
  close?(local: string, depth: number): void;
  text?(text: string): void;
}

export interface Xml {
  write(text: string): void;
  /** @throws when the XML stops short */
  end(): void;
}

/** @param root  the element that the part must be, in the vocabulary of `uris` */
export function openXml(root: string, uris: readonly string[], listener: Listener): Xml {
  const parser = new SaxesParser({ xmlns: true, position: false });
  let depth = 0;
  /** The depth of the foreign element under way, 0 when there is none. */
  let foreign = 0;
  const open = (element: SaxesTagNS): void => {
    depth += 1;
    if (depth > limits.depth.most) throw refused('damaged');
    const own = uris.includes(element.uri);
    if (depth === 1 && (!own || element.local !== root)) throw refused('damaged');
    if (!own && !foreign) foreign = depth;
    if (!foreign) listener.open(tagOf(element, depth));
  };
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding && !READABLE_ENCODING.test(encoding)) throw refused('damaged');
  });
  parser.on('doctype', () => {
    throw refused('damaged');
  });
  parser.on('opentag', open);
  parser.on('closetag', ({ local }) => {
    if (!foreign) listener.close?.(local, depth);
    if (foreign === depth) foreign = 0;
    depth -= 1;
  });
  const text = (content: string): void => {
    if (!foreign) listener.text?.(content);
  };
  parser.on('text', text);
  parser.on('cdata', text);
  return {
    write: (content) => void parser.write(content),
    end: () => void parser.close(),
  };
}

const tagOf = ({ local, prefix, attributes }: SaxesTagNS, depth: number): Tag => ({
  local,
  prefix,
  depth,
  attribute: (name) => attributes[name]?.value,
  relation: (name) =>
    Object.values(attributes).find((each) => each.local === name && namespaces.office.includes(each.uri))
      ?.value,
});

/** What is written in the plainest way, again and again, inside one element. */
export interface Plain {
  /** How that element starts: `<sheetData`. */
  opening: string;
  /** Whether the parser is inside it. */
  inside(): boolean;
  /** Whether the tag that just ended may be followed by what is plain; asked once. */
  mayFollow(): boolean;
  /** Takes what is plain from there; the place of the first that is not. */
  take(text: string, from: number): number;
}

/**
 * Most of a workbook is one sort of element written again and again in the plainest way. An expression takes those,
 * four times faster, where a tag has just ended; the parser sees the part without them, so that all the rest stays its
 * own. When the text comes one character at a time it sees everything, and must then find the same.
 */
export function aroundPlain(xml: Xml, { opening, inside, mayFollow, take }: Plain): Xml {
  return {
    write(text) {
      let at = inside() ? 0 : afterTag(text, text.indexOf(opening));
      if (at > 0) xml.write(text.slice(0, at));
      if (at > 0 && mayFollow()) at = take(text, at);
      while (at < text.length) {
        const end = inside() ? afterTag(text, at) : text.length;
        mayFollow();
        xml.write(text.slice(at, end));
        at = mayFollow() ? take(text, end) : end;
      }
    },
    end: () => xml.end(),
  };
}

/** After the first `>` from there, or the end of the text. */
const afterTag = (text: string, from: number): number =>
  from < 0 ? text.length : text.indexOf('>', from) + 1 || text.length;

/** Reads a whole part. */
export async function readXml(
  bytes: AsyncIterable<Buffer>,
  root: string,
  uris: readonly string[],
  listener: Listener,
): Promise<void> {
  await pour(bytes, openXml(root, uris, listener));
}

/** Pours the whole of a part. */
export async function pour(bytes: AsyncIterable<Buffer>, xml: Xml): Promise<void> {
  for await (const text of texts(bytes)) xml.write(text);
  xml.end();
}

/** The characters of a part, whole wherever its bytes are cut. @throws when they are not of its encoding */
export async function* texts(bytes: AsyncIterable<Buffer>): AsyncIterable<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const chunk of bytes) {
    decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder?.decode() ?? '';
}

/** By the mark of the byte order, or the zero beside the first `<`. */
function encodingOf(start: Buffer): string {
  const first = start.subarray(0, 2).toString('hex');
  if (first === 'fffe' || first === '3c00') return 'utf-16le';
  return first === 'feff' || first === '003c' ? 'utf-16be' : 'utf-8';
}
