/** What a seal signs, the codes that carry it, and the slips that a person makes in copying one. */
import { expect, test } from '@jest/globals';
import { createPublicKey, verify } from 'node:crypto';
import { assert, property, uint8Array } from 'fast-check';
import { decode, encode } from '../../src/attestations/seal/base32.js';
import { codeOf, readCode } from '../../src/attestations/seal/code.js';
import type { Sealed } from '../../src/attestations/seal/signature.js';
import { isSignedBy, newSeed, pairOf, sealWith } from '../../src/attestations/seal/signature.js';
import { beginningOf, readShortCode, shortCodeOf } from '../../src/attestations/seal/typed.js';
import { Refusal } from '../../src/kernel/refusal.js';

/** The first test vector of RFC 8032: its secret key, and its public key. */
const RFC_SEED = Buffer.from(
  '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
  'hex',
).toString('base64url');
const RFC_PUBLIC = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';

const pair = pairOf(RFC_SEED);
const sealed: Sealed = { number: 'A-493-202610-000123', version: 2, digest: 'ab'.repeat(32) };
const seal = sealWith(pair, sealed);
const told = { ...sealed, ...seal };

const refusalOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error.facts;
    throw error;
  }
  return 'read';
};

test('a key is what RFC 8032 makes of its seed, and is named by its own digest', () => {
  expect(Buffer.from(pair.publicKey, 'base64url').toString('hex')).toBe(RFC_PUBLIC);
  expect(pair.id).toBe('47Z33QX1');
  expect(pairOf(newSeed()).id).not.toBe(pair.id);
});

test('the example that is documented is right', () => {
  expect([pair.publicKey, seal.signature, shortCodeOf(told)]).toEqual([
    '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
    'VVemfka1NGzCQqVw9SH_Wj4GcYNLiv55-Mye8mvSGG6bUh8O6hRWCKwRWdBEj5zd-rxZe9PdC8FPps7W6PSiCA',
    'FD2GK-8000J-7P04N-NAQM8-SZ4DA-D9MD2',
  ]);
});

test('any other program checks a seal from what is documented: Ed25519 over four lines', () => {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: pair.publicKey }, format: 'jwk' });
  const lines = ['habilis attestation 1', sealed.number, '2', sealed.digest].join('\n');

  expect(verify(null, Buffer.from(lines), key, Buffer.from(seal.signature, 'base64url'))).toBe(true);
});

test.each<[string, Partial<typeof told>, boolean]>([
  ['nothing', {}, true],
  ['the number', { number: 'A-493-202610-000124' }, false],
  ['the version', { version: 1 }, false],
  ['the digest', { digest: `ac${'ab'.repeat(31)}` }, false],
  ['a bit of the signature', { signature: `${seal.signature.slice(0, -2)}AA` }, false],
])('with %s changed, the seal holds: %#', (_, change, holds) => {
  const other = { ...told, ...change };
  expect(isSignedBy(pair.publicKey, other, other)).toBe(holds);
});

test('the seal of another key does not hold', () => {
  expect(isSignedBy(pairOf(newSeed()).publicKey, told, told)).toBe(false);
});

test('the same key over the same attestation makes the same seal', () => {
  expect(sealWith(pair, sealed)).toEqual(seal);
});

test('bytes come back from letters, whatever their case and however people write 0 and 1', () => {
  assert(
    property(uint8Array({ maxLength: 70 }), (bytes) => {
      const text = encode(bytes);
      expect(decode(text, bytes.length)).toEqual(Buffer.from(bytes));
      const typed = text.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');
      expect(decode(typed, bytes.length)).toEqual(Buffer.from(bytes));
    }),
    { numRuns: 60 },
  );
});

test('a whole code comes back, and is made of the signs that a QR packs by two', () => {
  expect(readCode(codeOf(told))).toEqual(told);
  expect(readCode(` ${codeOf(told).toLowerCase()}\n`)).toEqual(told);
  expect(codeOf(told)).toMatch(/^H1\.47Z33QX1\.A-493-202610-000123\.2\.[0-9A-Z]{52}\.[0-9A-Z]{103}$/);
});

test.each<[string, string]>([
  ['', 'nothing'],
  ['bonjour', 'a word'],
  ['H1.1.2.3.4.5', 'six parts of anything'],
  [codeOf(told).slice(0, -1), 'a letter less'],
  [`${codeOf(told)}0`, 'a letter more'],
  [`${codeOf(told)}.0`, 'a part more'],
  [codeOf(told).replace('H1', 'H2'), 'another form'],
  [codeOf(told).replace('A-493', 'B-493'), 'another document'],
  [codeOf(told).replace('202610', '202613'), 'a thirteenth month'],
  [codeOf(told).replace('.2.', '.0.'), 'a version before the first'],
  [codeOf(told).replace(/.$/, 'U'), 'a letter that no code has'],
])('« %s » is refused: %s', (code) => {
  expect(refusalOf(() => readCode(code))).toEqual({ reason: 'form' });
});

test('a short code is six groups of five, and gives back the number, the version and the beginning of the seal', () => {
  const code = shortCodeOf(told);
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]{5}$/);
  const read = { number: told.number, version: 2, beginning: beginningOf(seal) };
  expect(readShortCode(code)).toEqual(read);
  expect(readShortCode(code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o'))).toEqual(read);
});

test.each<[string, number]>([
  ['A-001-200001-000000', 1],
  ['A-999-210012-134217727', 999],
])('the ends of what a short code can say come back: %s, version %i', (number, version) => {
  expect(readShortCode(shortCodeOf({ ...told, number, version }))).toMatchObject({ number, version });
});

test.each([
  ['A-493-202610-134217728', 1],
  ['A-493-202610-000123', 1_024],
])('what it cannot say is a fault, and not another attestation: %s, version %i', (number, version) => {
  expect(() => shortCodeOf({ ...told, number, version })).toThrow(RangeError);
});

test('any one sign mistaken is told with its group, and so are any two of a group that are swapped', () => {
  const letters = shortCodeOf(told).replaceAll('-', '');
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const slips = Array.from(letters).flatMap((letter, at) => {
    const group = Math.floor(at / 5);
    const others = Array.from(alphabet).filter((other) => other !== letter);
    const mistaken = others.map((other) => letters.slice(0, at) + other + letters.slice(at + 1));
    const partners = [0, 1, 2, 3, 4].map((rank) => group * 5 + rank).filter((other) => other > at);
    const swapped = partners.map((other) => {
      const typed = Array.from(letters);
      [typed[at], typed[other]] = [typed[other]!, typed[at]!];
      return typed.join('');
    });
    return [...mistaken, ...swapped]
      .filter((typed) => typed !== letters)
      .map((typed) => [refusalOf(() => readShortCode(typed)), group + 1] as const);
  });

  expect(slips.length).toBeGreaterThan(950);
  expect(
    slips.filter(
      ([facts, group]) => JSON.stringify(facts) !== JSON.stringify({ reason: 'slip', groups: [group] }),
    ),
  ).toEqual([]);
});

test('two groups in the place of each other are told', () => {
  const [first, second, ...others] = shortCodeOf(told).split('-');
  expect(refusalOf(() => readShortCode([second, first, ...others].join('-')))).toEqual({
    reason: 'slip',
    groups: [1, 2],
  });
});

test.each<[string, unknown, string]>([
  ['ABCDE', { reason: 'length' }, 'not whole'],
  [shortCodeOf(told).replace('-', '!'), { reason: 'letter' }, 'a sign that no code has'],
  ['', { reason: 'length' }, 'nothing'],
])('« %s » is refused: %j (%s)', (code, facts) => {
  expect(refusalOf(() => readShortCode(code))).toEqual(facts);
});
