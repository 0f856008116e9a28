/** Cuts a printed lot into one file a person, once each page has proved whose it is. */
import { PDFString } from '@cantoo/pdf-lib';
import type { Piece } from '../../kernel/printer.js';
import { LotUnproven } from '../../kernel/printer.js';
import { openLot } from './lot.js';
import { lettersOnce, plain, saidBy } from './page-text.js';
import { cutPiece } from './piece.js';
import type { Written } from './written.js';
import { entriesIn, packedIn, refIn, refsIn } from './written.js';

/** What a stream holds. */
function unpacked(written: Written, number: number): string {
  const object = written.object(number);
  return plain(packedIn(object), entriesIn(object).Filter);
}

/** Where it leads, as `(https://…)`. */
const addressIn = (action = ''): string =>
  PDFString.of(entriesIn(action).URI?.slice(1, -1) ?? '').decodeText();

/**
 * @returns what each page says and where it leads, a line for each
 * @throws LotUnproven when one is not of its full size
 */
function saidIn(written: Written, pages: readonly number[]): string[] {
  const lettersOf = lettersOnce((font: number) =>
    refsIn(written.entries(font).ToUnicode)
      .map((table) => unpacked(written, table))
      .join(''),
  );
  return pages.map((page) => {
    const { Contents, Resources, Annots } = written.entries(page);
    const fonts = entriesIn(entriesIn(Resources).Font);
    const { text, isShrunk } = saidBy({
      contents: refsIn(Contents)
        .map((part) => unpacked(written, part))
        .join('\n'),
      lettersOf: (font) => lettersOf(refIn(fonts, font)),
    });
    if (isShrunk) throw new LotUnproven('A sheet is wider than its page.');
    return [text, ...refsIn(Annots).map((over) => addressIn(written.entries(over).A))].join('\n');
  });
}

/** @throws LotUnproven when a page does not say what is its own, or says what is another's */
function prove(said: readonly string[], pieces: readonly Piece[]): void {
  const all = new Set(pieces.flatMap(({ marks }) => marks));
  for (const [at, { marks }] of pieces.entries()) {
    if (!marks.every((mark) => said[at]!.includes(mark)))
      throw new LotUnproven('A page does not say whose it is.');
    const others = [...all].filter((mark) => !marks.includes(mark));
    if (others.some((mark) => said[at]!.includes(mark)))
      throw new LotUnproven('A page says what is of another.');
  }
}

/**
 * @param pdf  as Chromium printed it, tagged
 * @param pieces  what its sheets are, in order
 * @throws LotUnproven
 */
export function cut(pdf: Uint8Array, pieces: readonly Piece[]): Buffer[] {
  const lot = openLot(pdf, pieces.length);
  prove(saidIn(lot.written, lot.pages), pieces);
  return pieces.map((piece, at) => cutPiece(lot, at, piece));
}
