/** How many lines a text takes. */
import { expect, test } from '@jest/globals';
import { linesOf } from '../../src/kernel/book/index.js';

// oxfmt-ignore
test.each<[string, number, number, string]>([
  ['',                   10, 1, 'nothing takes its line'],
  ['à vérifier',         10, 1, 'as long as the line'],
  ['à vérifiera',        10, 2, 'one letter more'],
  ['abcdefghij',         10, 1, 'one word as long as the line'],
  ['abcdefghijk',        10, 2, 'a word is cut where no line can hold it'],
  ['a abcdefghijklmnopqrstu', 10, 4, 'and begins on its own line'],
  ['a\nb\n\nc',          10, 4, 'lines that end by themselves'],
  ['7 h\u00a030 du mois', 8, 2, 'no line ends at a no-break space'],
  ['AAAAAAAAAA',         10, 2, 'capitals are wider'],
  ['田中花子田中',           10, 2, 'and so are the letters of some scripts'],
])('%j takes, in lines of %i, %i (%s)', (text, width, lines) => {
  expect(linesOf(text, width)).toBe(lines);
});
