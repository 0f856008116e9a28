/** Reads a PDF that somebody was handed: who made it is not known, and it may have been made to deceive. */
import type { PDFContext, PDFObject } from '@cantoo/pdf-lib';
import { PDFArray, PDFDict, PDFDocument } from '@cantoo/pdf-lib';
import type { Printed } from '../kernel/printed.js';
import { name } from './cutter/lot.js';
import { saidOn } from './cutter/page-text.js';

/** Whether anything is there under that word. */
function has(dict: PDFDict, word: string): boolean {
  const found = dict.lookup(name(word));
  return found instanceof PDFDict ? found.keys().length > 0 : found !== undefined;
}

/** Whether it is more than a link to an address: it may show something of its own. */
function isNoLink(context: PDFContext, each: PDFObject): boolean {
  const annotation = context.lookup(each, PDFDict);
  const action = annotation.lookupMaybe(name('A'), PDFDict);
  return (
    annotation.lookup(name('Subtype')) !== name('Link') || !action?.has(name('URI')) || has(annotation, 'AP')
  );
}

function hasExtras(context: PDFContext, page: PDFDict): boolean {
  const resources = page.lookupMaybe(name('Resources'), PDFDict);
  const over = page.lookupMaybe(name('Annots'), PDFArray)?.asArray() ?? [];
  return Boolean(resources && has(resources, 'XObject')) || over.some((each) => isNoLink(context, each));
}

/** Of a whole document: forms, scripts, layers that are shown or not. */
const MORE = ['AcroForm', 'OpenAction', 'AA', 'OCProperties'];

/** @throws Error when it cannot be read as a PDF */
export async function readPrinted(bytes: Uint8Array): Promise<Printed> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true });
  const { context, catalog } = document;
  const pages = document.getPages();
  const said = pages.map(({ ref }) => saidOn(context, ref));
  return {
    pages: pages.length,
    text: said.map(({ text }) => text).join('\n'),
    links: said.flatMap(({ addresses }) => addresses),
    extras: MORE.some((word) => has(catalog, word)) || pages.some(({ node }) => hasExtras(context, node)),
  };
}
