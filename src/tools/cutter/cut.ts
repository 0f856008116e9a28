/** Cuts a printed lot into one file a person, once each page has proved whose it is. */
import type { Piece } from '../../kernel/printer.js';
import { LotUnproven } from '../../kernel/printer.js';
import { openLot } from './lot.js';
import type { Said } from './page-text.js';
import { saidOn } from './page-text.js';
import { cutPiece } from './piece.js';

/** What a page says and where it leads, a line for each. */
const whole = ({ text, addresses }: Said): string => [text, ...addresses].join('\n');

/** @throws LotUnproven when a page does not say what is its own, says what is another's, or is not of its full size */
function prove(pages: readonly Said[], pieces: readonly Piece[]): void {
  if (pages.some(({ shrunk }) => shrunk)) throw new LotUnproven('A sheet is wider than its page.');
  const said = pages.map(whole);
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
export async function cut(pdf: Uint8Array, pieces: readonly Piece[]): Promise<Uint8Array[]> {
  const lot = await openLot(pdf, pieces.length);
  prove(
    lot.pages.map((page) => saidOn(lot.context, page)),
    pieces,
  );
  const files: Uint8Array[] = [];
  for (const [at, piece] of pieces.entries()) files.push(await cutPiece(lot, at, piece));
  return files;
}
