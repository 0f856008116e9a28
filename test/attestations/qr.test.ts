/** A QR is drawn as it was made: readers find in it the address that was put there. */
import { expect, test } from '@jest/globals';
import { create } from 'qrcode';
import { qrSvg } from '../../src/attestations/page/qr.js';

test('the QR is drawn as it was made, module by module, with four white ones all around', () => {
  const link =
    'https://habilis.example/verify/H1.ZT0JR4QK.A-493-202610-000002.1.SK676N9WC13J6YGFMNPXXXZTR94K49W018JZYZJPFYW8R0R';
  const svg = qrSvg(link, 'QR');
  const code = link.lastIndexOf('/') + 1;
  const parts = [
    { data: Buffer.from(link.slice(0, code)), mode: 'byte' as const },
    { data: link.slice(code), mode: 'alphanumeric' as const },
  ];
  const { modules } = create(parts, { errorCorrectionLevel: 'M', maskPattern: 3 });
  const drawn = new Set<string>();
  for (const [, from, y, strokes] of svg.matchAll(/M(\d+) (\d+)\.5(h[^M"]+)/g)) {
    let x = Number(from);
    for (const [, step, length] of strokes!.matchAll(/([hm])(\d+)/g)) {
      for (let at = 0; step === 'h' && at < Number(length); at += 1) drawn.add(`${x + at} ${y}`);
      x += Number(length);
    }
  }
  const made = Array.from(modules.data).flatMap((black, at) =>
    black ? [`${(at % modules.size) + 4} ${Math.floor(at / modules.size) + 4}`] : [],
  );

  expect([...drawn].toSorted()).toEqual(made.toSorted());
  expect(svg).toContain(`viewBox="0 0 ${modules.size + 8} ${modules.size + 8}"`);
});
