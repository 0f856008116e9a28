/** All that a PDF holds, unpacked: what somebody who takes it to pieces would find. */
import { inflateSync } from 'node:zlib';
import type { PDFObject } from '@cantoo/pdf-lib';
import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFRawStream,
  PDFString,
} from '@cantoo/pdf-lib';
import { readPdf } from '../pdf.js';

const ENCODED = /base64,([\w+/=]+)/g;

function* textsOf(object: PDFObject): Iterable<string> {
  if (object instanceof PDFString || object instanceof PDFHexString) yield object.decodeText();
  if (object instanceof PDFName) yield object.decodeText();
  if (object instanceof PDFArray) for (const each of object.asArray()) yield* textsOf(each);
  if (object instanceof PDFDict)
    for (const [key, value] of object.entries()) yield* [key.decodeText(), ...textsOf(value)];
  if (object instanceof PDFRawStream) {
    const { dict, contents } = object;
    yield* textsOf(dict);
    const isPacked = dict.get(PDFName.of('Filter')) === PDFName.of('FlateDecode');
    yield Buffer.from(isPacked ? inflateSync(contents) : contents).toString('latin1');
  }
}

/** Its bytes, every object and stream, what its pages say, and what its links hold. */
export async function unpacked(pdf: Buffer): Promise<string> {
  const { context } = await PDFDocument.load(pdf, { updateMetadata: false });
  const objects = context.enumerateIndirectObjects().flatMap(([, object]) => [...textsOf(object)]);
  const trailer = Object.values(context.trailerInfo).flatMap((each) => (each ? [...textsOf(each)] : []));
  const { pages, links } = await readPdf(pdf);
  const all = [pdf.toString('latin1'), ...objects, ...trailer, ...pages, ...links].join('\n');
  const decoded = [...all.matchAll(ENCODED)].map(([, data]) => Buffer.from(data!, 'base64').toString());
  return [all, ...decoded].join('\n');
}
