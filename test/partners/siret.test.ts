/** SIRET, SIREN and VAT numbers: what can be told without asking anybody. */
import { describe, expect, test } from '@jest/globals';
import type { SiretFault } from '../../src/partners/index.js';
import { readSiret, siretFault, sirenOf, vatNumberOf } from '../../src/partners/index.js';
import { special } from '../../src/demo/directory-entries.js';
import { structures } from '../../src/seed/world.js';

test.each<[string, SiretFault | undefined, string]>([
  // SIRET           fault         why
  ['73282932000074', undefined, 'the example of Insee'],
  ['73282932000075', 'SIRET_KEY', 'one digit more in its key'],
  ['73282932000174', 'SIRET_KEY', 'another establishment number, the same key'],
  ['73282942000074', 'SIREN_KEY', 'one digit changed in the SIREN'],
  ['99993380000016', 'SIREN_KEY', 'the whole passes, its SIREN does not'],
  ['99993380700011', undefined, 'a sample: Pirouette'],
  ['99993380700012', 'SIRET_KEY', 'its last digit changed'],
  ['99994716100017', undefined, 'a sample: Nounou Services'],
  ['99994716100071', 'SIRET_KEY', 'two digits inverted'],
  ['99992147100010', undefined, 'a sample: Les Lucioles'],
  ['99992147100000', 'SIRET_KEY', 'one digit changed'],
  ['99995052000018', undefined, 'a spare of the samples'],
  ['99996629400012', undefined, 'the other spare'],
  ['35600000000048', undefined, 'La Poste, its seat: Luhn holds, five does not divide 26'],
  ['35600000009075', undefined, 'La Poste, a post office: Luhn fails, five divides 35'],
  ['35600000009076', 'SIRET_KEY', 'La Poste: 36'],
  ['35600000009074', 'SIRET_KEY', 'La Poste: 34'],
  ['35600001009077', 'SIREN_KEY', 'five divides the sum, but it is not La Poste'],
  ['99993380700002', 'SIRET_KEY', 'five divides the sum, but it is not La Poste'],
  ['00000000000000', undefined, 'fourteen zeros hold: the directory alone knows'],
  ['9999338070001', 'LENGTH', 'thirteen digits'],
  ['999933807000111', 'LENGTH', 'fifteen digits'],
  ['999933807', 'LENGTH', 'a SIREN alone'],
  ['', 'LENGTH', 'nothing'],
  ['9999338070001l', 'NOT_DIGITS', 'a letter that looks like one'],
  ['99993380700O11', 'NOT_DIGITS', 'a letter that looks like zero'],
  ['999 93380700011', 'NOT_DIGITS', 'spaces are for who reads it, not for the rule'],
  ['９９９９３３８０７０００１１', 'NOT_DIGITS', 'digits of another script'],
])('%s: %s (%s)', (siret, fault) => {
  expect(siretFault(siret)).toBe(fault);
});

test('any one digit changed is seen, in every SIRET of the demonstration', () => {
  const sirets = [...structures.map(({ siret }) => siret), ...Object.values(special)];
  for (const siret of sirets) {
    expect(siretFault(siret)).toBeUndefined();
    for (let at = 0; at < siret.length; at += 1) {
      const changed = siret.slice(0, at) + ((Number(siret[at]) + 1) % 10) + siret.slice(at + 1);
      expect([changed, siretFault(changed)]).not.toEqual([changed, undefined]);
    }
  }
});

function refusalOf(text: string): unknown {
  try {
    return readSiret(text);
  } catch (error) {
    return error;
  }
}

describe('as people write it', () => {
  test.each([
    ['999 933 807 00011', 'in groups'],
    ['999\u00a0933\u00a0807\u202f00011', 'no-break spaces, wide and narrow'],
    [' 99993380700011\n', 'pasted with what was around'],
  ])('%j is read (%s)', (text) => {
    expect(readSiret(text)).toBe('99993380700011');
  });

  test.each<[string, string]>([
    ['9999338070001', 'SIRET : il doit avoir 14 chiffres, et celui-ci en a 13.'],
    ['9999338070OO11', 'SIRET : il ne doit contenir que des chiffres ; retirez « O ».'],
    [
      '99993380800011',
      'SIRET : ses neuf premiers chiffres (le SIREN) ne vont pas avec leur clé ; un chiffre est sans doute faux.',
    ],
    [
      '99993380700012',
      'SIRET : ses cinq derniers chiffres ne vont pas avec le SIREN ; un chiffre est sans doute faux.',
    ],
  ])('%s is refused: %s', (text, sentence) => {
    expect(refusalOf(text)).toMatchObject({ code: 'SIRET_MALFORMED', message: sentence });
  });

  test('what nobody would write is not repeated', () => {
    expect(refusalOf('1'.repeat(100_000))).toMatchObject({
      facts: { siret: '1'.repeat(40), length: 100_000, fault: 'LENGTH' },
    });
  });
});

test.each<[string, string, string]>([
  ['404833048', 'FR83404833048', 'the example of the tax office'],
  ['732829320', 'FR44732829320', 'the example of Insee'],
  ['999973449', 'FR01999973449', 'a key below ten keeps its zero'],
  ['000000000', 'FR12000000000', 'the constant of the formula'],
])('the VAT number of %s is %s (%s)', (siren, vat) => {
  expect(vatNumberOf(siren)).toBe(vat);
});

test('the SIREN is the first nine digits of the SIRET', () => {
  expect(sirenOf('99993380700011')).toBe('999933807');
});
