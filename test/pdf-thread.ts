/** The thread that reads PDFs: pdf.js mends what Node lacks, for all that runs beside it, which is to be tested as it is. */
import { parentPort } from 'node:worker_threads';
import { getDocument, OPS, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PdfReading } from './pdf.js';

export interface Asked {
  id: number;
  pdf: Uint8Array;
}

export type Answer = { id: number } & ({ reading: PdfReading } | { failed: Error });

async function read(pdf: Uint8Array): Promise<PdfReading> {
  const document = await getDocument({ data: pdf, verbosity: 0, isEvalSupported: false }).promise;
  try {
    const info = (await document.getMetadata()).info as Record<string, string>;
    const marks = await document.getMarkInfo();
    const pages = await Promise.all(
      Array.from({ length: document.numPages }, (_, index) => document.getPage(index + 1)),
    );
    const trees = await Promise.all(pages.map((page) => page.getStructTree()));
    return {
      title: info['Title'] ?? '',
      language: info['Language'] ?? '',
      tagged: marks?.Marked ?? false,
      createdAt: instantOf(info['CreationDate'] ?? ''),
      pages: await Promise.all(pages.map(textOf)),
      sizes: pages.map(({ view: [left = 0, bottom = 0, right = 0, top = 0] }) => [
        millimetres(right - left),
        millimetres(top - bottom),
      ]),
      fonts: (await Promise.all(pages.map(fontsOf))).flat(),
      roles: trees.flatMap(rolesIn),
      alternatives: trees.flatMap(alternativesIn),
      links: (await Promise.all(pages.map(linksOf))).flat(),
    };
  } finally {
    await document.destroy();
  }
}

const millimetres = (points: number): number => Math.round((points / 72) * 25.4);

/** `D:20261105091200+00'00'` → `2026-11-05T09:12:00.000Z` */
const instantOf = (date: string): string =>
  date.replace(/^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d).*$/, '$1-$2-$3T$4:$5:$6.000Z');

async function textOf(page: PDFPageProxy): Promise<string> {
  const { items } = await page.getTextContent();
  return items
    .map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : ''))
    .join('')
    .normalize('NFKC');
}

async function fontsOf(page: PDFPageProxy): Promise<PdfReading['fonts']> {
  const { fnArray, argsArray } = await page.getOperatorList();
  const ids = argsArray.filter((_, index) => fnArray[index] === OPS.setFont).map(([id]) => id as string);
  return [...new Set(ids)].map((id) => {
    const { name, missingFile } = page.commonObjs.get(id) as { name: string; missingFile?: boolean };
    return { name, embedded: !missingFile };
  });
}

async function linksOf(page: PDFPageProxy): Promise<string[]> {
  const annotations = (await page.getAnnotations()) as { unsafeUrl?: string }[];
  return annotations.flatMap(({ unsafeUrl }) => unsafeUrl ?? []);
}

type Structure = Awaited<ReturnType<PDFPageProxy['getStructTree']>>;

const rolesIn = ({ role, children }: Structure): string[] => [
  role,
  ...children.flatMap((child) => ('role' in child ? rolesIn(child) : [])),
];

const alternativesIn = ({ alt, children }: Structure & { alt?: string }): string[] => [
  ...(alt ? [alt] : []),
  ...children.flatMap((child) => ('role' in child ? alternativesIn(child) : [])),
];

const tell = (answer: Answer): void => parentPort!.postMessage(answer, []);

parentPort!.on('message', ({ id, pdf }: Asked) => {
  read(pdf).then(
    (reading) => tell({ id, reading }),
    (failed: Error) => tell({ id, failed }),
  );
});
