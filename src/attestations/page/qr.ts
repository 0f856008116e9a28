/** A QR code drawn as one path: no image to load, and as sharp as the printer. */
import type { QRCodeSegment } from 'qrcode';
import { create } from 'qrcode';

/** Modules that stay white all around: readers ask for four. */
const QUIET = 4;

/** Any mask is as good as another for what looks like chance; trying all eight takes three times as long. */
const MASK = 3;

/** Rows overlap by a hair, or viewers let the page show between them. */
const THICK = 1.02;

/** The modules of a row that are black, a stroke for each run of them: drawn as rectangles they would cost twice as much. */
function strokesOf(row: readonly number[], y: number): string {
  let path = '';
  let at = 0;
  for (let x = 0; x < row.length; x += 1) {
    if (!row[x]) continue;
    const from = x;
    while (row[x + 1]) x += 1;
    path += path ? `m${from - at} 0` : `M${from + QUIET} ${y + QUIET + 0.5}`;
    path += `h${x + 1 - from}`;
    at = x + 1;
  }
  return path;
}

/** Signs that a QR packs by two. */
const PACKED = /^[0-9A-Z $%*+\-./:]+$/;

/** An address, then a code: cut where it is known to be, as looking for the best cuts takes longer than all the rest. */
function segmentsOf(content: string): QRCodeSegment[] | string {
  const at = content.lastIndexOf('/') + 1;
  const [address, code] = [content.slice(0, at), content.slice(at)];
  if (!address || !PACKED.test(code)) return content;
  return [
    { data: Buffer.from(address), mode: 'byte' },
    { data: code, mode: 'alphanumeric' },
  ];
}

/**
 * Readable once photocopied: a sixth of it may be lost.
 *
 * @param label  what a screen reader says of it
 */
export function qrSvg(content: string, label: string): string {
  const { data, size } = create(segmentsOf(content), {
    errorCorrectionLevel: 'M',
    maskPattern: MASK,
  }).modules;
  const rows = Array.from({ length: size }, (_, y) =>
    strokesOf(Array.from(data.subarray(y * size, (y + 1) * size)), y),
  );
  const side = size + 2 * QUIET;
  return `<svg role="img" aria-label="${label}" viewBox="0 0 ${side} ${side}"><path d="${rows.join('')}" fill="none" stroke="#000" stroke-width="${THICK}"/></svg>`;
}
