import { describe, expect, test } from '@jest/globals';
import { bitsOf, demandStrong, LONGEST_PASSWORD } from '../../src/identity/password-rule.js';
import { Refusal } from '../../src/kernel/refusal.js';

const known = ['Zoé', 'Le Guennec', 'z.leguennec@pirouette.example'];

const outcomeOf = (password: string): Promise<unknown> =>
  demandStrong(password, known, 80).then(
    () => 'accepted',
    (error: unknown) => {
      if (error instanceof Refusal) return (error.facts as { why: string }).why;
      throw error;
    },
  );

// oxfmt-ignore
const entropies: [string, number, string][] = [
  ['', 0, 'nothing'],
  ['x7Kq!vB2#nTz', 80, 'twelve of four classes make 79.55, which is 80: the CNIL’s first equivalent'],
  ['x7KqvB2nTzRw4', 77, 'thirteen of three classes'],
  ['x7KqvB2nTzRw4m', 83, 'fourteen of three classes: its second equivalent'],
  ['kqvbntzrwmxs', 56, 'one class counts 26'],
  ['éèàùçôîûâëïü', 63, 'what is neither an ASCII letter nor a digit is special, and counts 37'],
  ['😀😀', 10, 'a character is one, however it is coded'],
];

test.each(entropies)('%j has %d bits (%s)', (password, bits) => {
  expect(bitsOf(password)).toBe(bits);
});

// oxfmt-ignore
const choices: [string, string, string][] = [
  ['x7Kq!vB2#nTz', 'accepted', 'twelve of four classes'],
  ['x7KqvB2nTzRw4', 'TOO_WEAK', 'thirteen of three classes'],
  ['x7KqvB2nTzRw4m', 'accepted', 'fourteen of three classes'],
  ['lampe fougère tracteur violon brume sept canard', 'accepted', 'seven words'],
  ['Bonjour123', 'TOO_WEAK', 'short'],
  ['Motdepasse2026!', 'COMMON', 'a common word and a year'],
  ['Azertyuiop123!', 'COMMON', 'a row of the keyboard'],
  ['aaaaaaaaaaaaaaaaaaaaaaaa', 'COMMON', 'a repetition'],
  ['Guennec!vB2#nTz7', 'PERSONAL', 'one’s own name'],
  ['pirouette!vB2#nTz7', 'PERSONAL', 'a part of one’s address'],
  ['xHÀBILISq!vB2#nTz', 'PERSONAL', 'the name of the service, whatever the case and accents'],
  ['x7Kq!vB2#nTzZoé', 'accepted', 'three letters are inside too many words'],
  [`x7Kq!vB2#nTz${'é'.repeat(LONGEST_PASSWORD)}`, 'TOO_LONG', 'nobody types that'],
];

describe('a password is chosen', () => {
  test.each(choices)('%j: %s (%s)', async (password, expected) => {
    expect(await outcomeOf(password)).toBe(expected);
  });
});

test('a refusal never says the password, and says what to do', async () => {
  const refused = (await demandStrong('Motdepasse2026!', known, 80).catch(
    (error: unknown) => error,
  )) as Refusal;
  expect(JSON.stringify([refused.message, refused.facts])).not.toContain('Motdepasse2026');
  expect(refused.message).toMatch(/Choisissez/);
});
