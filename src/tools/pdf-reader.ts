/** Reads a PDF that somebody was handed: who made it is not known, and it may have been made to deceive. */
import type { PDFContext, PDFObject } from '@cantoo/pdf-lib';
import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFRawStream,
  PDFString,
} from '@cantoo/pdf-lib';
import type { Printed } from '../kernel/printed.js';
import type { Letters } from './cutter/page-text.js';
import { lettersOnce, plain, saidBy } from './cutter/page-text.js';

const name = (word: string): PDFName => PDFName.of(word);

/** Whether anything is there under that word. */
function has(dict: PDFDict, word: string): boolean {
  const found = dict.lookup(name(word));
  return found instanceof PDFDict ? found.keys().length > 0 : found !== undefined;
}

/** What lies over a page. */
const over = (context: PDFContext, page: PDFDict): PDFDict[] =>
  (page.lookupMaybe(name('Annots'), PDFArray)?.asArray() ?? []).map((each) => context.lookup(each, PDFDict));

/** Whether it is more than a link to an address: it may show something of its own. */
function isNoLink(annotation: PDFDict): boolean {
  const action = annotation.lookupMaybe(name('A'), PDFDict);
  return (
    annotation.lookup(name('Subtype')) !== name('Link') || !action?.has(name('URI')) || has(annotation, 'AP')
  );
}

function hasExtras(context: PDFContext, page: PDFDict): boolean {
  const resources = page.lookupMaybe(name('Resources'), PDFDict);
  return Boolean(resources && has(resources, 'XObject')) || over(context, page).some(isNoLink);
}

/** What a stream holds; nothing where there is none. */
const unpacked = (stream: PDFObject | undefined): string =>
  stream instanceof PDFRawStream ? plain(stream.contents, stream.dict.get(name('Filter'))?.toString()) : '';

function textOf(page: PDFDict, lettersOf: (font: PDFDict) => Letters): string {
  const fonts = page.lookup(name('Resources'), PDFDict).lookupMaybe(name('Font'), PDFDict);
  if (!fonts) return '';
  const contents = unpacked(page.lookup(name('Contents')));
  return saidBy({ contents, lettersOf: (font) => lettersOf(fonts.lookup(name(font), PDFDict)) }).text;
}

const linksOf = (context: PDFContext, page: PDFDict): string[] =>
  over(context, page).flatMap((annotation) => {
    const uri = annotation.lookupMaybe(name('A'), PDFDict)?.lookup(name('URI'));
    return uri instanceof PDFString || uri instanceof PDFHexString ? [uri.decodeText()] : [];
  });

/** Of a whole document: forms, scripts, layers that are shown or not. */
const MORE = ['AcroForm', 'OpenAction', 'AA', 'OCProperties'];

/** @throws Error when it cannot be read as a PDF */
export async function readPrinted(bytes: Uint8Array): Promise<Printed> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true });
  const { context, catalog } = document;
  const pages = document.getPages();
  const lettersOf = lettersOnce((font: PDFDict) => unpacked(font.lookup(name('ToUnicode'))));
  return {
    pages: pages.length,
    text: pages.map(({ node }) => textOf(node, lettersOf)).join('\n'),
    links: pages.flatMap(({ node }) => linksOf(context, node)),
    extras: MORE.some((word) => has(catalog, word)) || pages.some(({ node }) => hasExtras(context, node)),
  };
}
