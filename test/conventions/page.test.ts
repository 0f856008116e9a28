/** The convention on paper: an official document, whatever the length of what it names. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MOST_STRUCTURES } from '../../src/conventions/index.js';
import type { ConventionFields } from '../../src/conventions/page.js';
import { conventionPage } from '../../src/conventions/page.js';
import type { Printer } from '../../src/kernel/printer.js';
import { openPrinter } from '../../src/tools/printer.js';
import { readPdf } from '../pdf.js';
import { named, sirenAt, siretAt } from './case.js';

const SIREN = sirenAt(10);
/** Of a busy machine: thirty pages are laid out, twice when the first attempt is cut short. */
const PATIENCE = 120_000;
const person = { ...named('Jeanne', 'Robert', 'jeanne.robert@bulles.example'), civility: 'Madame' as const };

const structureOf = (rank: number): ConventionFields['structures'][number] => ({
  siret: siretAt(SIREN, rank),
  kind: 'micro_creche',
  name: 'Micro-crèche Les Bulles',
  address: ['5 rue du Port', '49000 Angers'],
  email: 'contact@bulles.example',
  phone: '02 41 00 00 42',
  declarants: [person],
});

const fields: ConventionFields = {
  reference: 'C-493-2026-0004',
  service: 'CMG',
  caf: { code: '493', name: 'Caf de Maine-et-Loire' },
  partner: { siren: SIREN, name: 'Association Les Bulles' },
  structures: [structureOf(1)],
  manager: person,
  termOn: null,
  preparedAt: '2026-11-24T08:00:00.000Z',
};

/** The page as text, its no-break spaces made plain. */
const plain = (html: string): string =>
  html.replaceAll(/<[^>]+>|&nbsp;|[\u00a0\u202f]/g, ' ').replaceAll(/\s+/g, ' ');

let printer: Printer;
beforeAll(() => {
  printer = openPrinter({
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH!,
    deadline: PATIENCE,
  });
});
afterAll(() => printer.close());

test('two tagged A4 pages in French for a structure, fonts inside, the same to the byte for the same fields', async () => {
  const [first, second] = await Promise.all([1, 2].map(() => printer.print(conventionPage(fields))));
  const { title, language, tagged, createdAt, sizes, fonts, roles } = await readPdf(first!);
  expect({ title, language, tagged, createdAt }).toEqual({
    title: 'Convention C-493-2026-0004',
    language: 'fr',
    tagged: true,
    createdAt: fields.preparedAt,
  });
  expect(sizes).toEqual([
    [210, 297],
    [210, 297],
  ]);
  expect(fonts.filter(({ embedded }) => !embedded)).toEqual([]);
  const count = (role: string) => roles.filter((each) => each === role).length;
  expect([count('H1'), count('H2')]).toEqual([1, 9]);
  expect(second!.equals(first!)).toBe(true);
});

test(
  'two hundred structures, the first with the longest names, keep to their pages, the headings repeated',
  async () => {
    const long = 'W'.repeat(100);
    const longest = {
      name: `${long}${long}`,
      email: `${'w'.repeat(60)}@${'w'.repeat(180)}.example`,
      address: Array.from({ length: 6 }, () => long),
      declarants: [{ ...person, firstName: long, lastName: long }, person],
    };
    const structures = Array.from({ length: MOST_STRUCTURES }, (_, rank) => ({
      ...structureOf(rank),
      ...(rank < 10 ? longest : {}),
    }));
    const partner = { siren: SIREN, name: `${long}${long}` };
    const { pages, sizes } = await readPdf(
      await printer.print(conventionPage({ ...fields, partner, structures })),
    );
    const text = pages.join('\n').replaceAll(/\s/g, '');
    const missing = structures.filter(({ siret }) => text.split(siret).length !== 3);
    expect(missing).toEqual([]);
    expect(new Set(sizes.map(String))).toEqual(new Set(['210,297']));
    pages.forEach((page, at) => expect(page).toContain(`Page ${at + 1} / ${pages.length}`));
    expect(pages.filter((page) => page.includes('Contact')).length).toBeGreaterThan(10);
    expect(pages.at(-1)).toContain('Pour la Caf');
  },
  PATIENCE,
);

// oxfmt-ignore
const said: [string, Partial<ConventionFields>, string, string][] = [
  ['a term',             { termOn: '2029-12-31' },                                   'conclue jusqu’au 31/12/2029, ce jour compris', 'its last day counts'],
  ['no term',            {},                                                         'conclue sans terme',                           'until it is denounced'],
  ['no declarant',       { structures: [{ ...structureOf(1), declarants: [] }] },    'Aucun télédéclarant n’est désigné ici',        'the manager names them later'],
  ['an Eaje',            { service: 'PSU' },                                         'les fournisseurs de données et les approbateurs', 'roles come by requests'],
  ['markup in a name',   { partner: { siren: SIREN, name: '</td><h1>Faux</h1>' } },  '&lt;/td&gt;&lt;h1&gt;Faux&lt;/h1&gt;',         'a name is printed as it is written'],
];
test.each(said)('with %s, it says so', (_what, change, sentence) => {
  expect(plain(conventionPage({ ...fields, ...change }))).toContain(sentence);
});
