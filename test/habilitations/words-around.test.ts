import { expect, test } from '@jest/globals';
import { tellingWords } from '../../src/habilitations/index.js';

// oxfmt-ignore
test.each<[string, string[], string]>([
  ['Micro-crèche Pirouette',                      ['pirouette'],          'what it is, is left out'],
  ['Association Les Lucioles',                    ['les', 'lucioles'],    'short words stay: passwords are not looked at for them'],
  ['Ville de Montclair',                          ['de', 'montclair'],    'a town is its name'],
  ['Multi-accueil « L’Île Bleue »',               ['l', 'ile', 'bleue'],  'without case, accents and signs'],
  ['Crèche',                                      [],                     'nothing of its own'],
])('%s is known by %j (%s)', (name, words) => {
  expect(tellingWords(name)).toEqual(words);
});
