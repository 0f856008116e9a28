/** Which row of an amendment is whose of the version that it amends: a rule, without a database. */
import { expect, test } from '@jest/globals';
import { compare } from '../../src/declarations/differences.js';
import type { DeclaredRow } from '../../src/declarations/parts.js';
import { DeclarationRow } from '../../src/declarations/row.js';
import type { TemplateCode } from '../../src/workbooks/index.js';
import { templates } from '../../src/workbooks/index.js';

const at = { month: '2026-10', today: '2026-11-05' };

const row = (more: Partial<DeclarationRow> = {}): DeclaredRow =>
  Object.assign(new DeclarationRow(), {
    month: '2026-10',
    allocataire: '3521874',
    lastName: 'GALINDRAC',
    firstName: 'Léa-Rose',
    birthDate: '2022-04-02',
    hours: 40,
    specificHours: 0,
    amountCents: 34_000,
    endOfCare: null,
    setAside: false,
    carriedFrom: null,
    ...more,
  });

const family = (more: Partial<DeclarationRow> = {}): DeclaredRow =>
  row({ lastName: null, firstName: null, birthDate: null, ...more });

const numbered = (rows: readonly DeclaredRow[], name: string): DeclaredRow[] =>
  rows.map((it, index) => Object.assign(it, { id: `${name} ${index}`, number: index + 3 }));

async function said(
  rows: DeclaredRow[],
  formers: DeclaredRow[],
  template: TemplateCode = 'micro_creche',
): Promise<string[]> {
  const pairs = await compare(templates[template], numbered(rows, 'now'), numbered(formers, 'then'), at);
  return pairs
    .map(({ kind, row: now, former }) => `${kind} ${former?.number ?? '-'} > ${now?.number ?? '-'}`)
    .toSorted((a, b) => (a < b ? -1 : 1));
}

const nino = { firstName: 'Nino', birthDate: '2024-12-19' };

test.each<[string, DeclaredRow[], DeclaredRow[], string[]]>([
  [
    'the same rows in another order are the same',
    [row(nino), row()],
    [row(), row(nino)],
    ['unchanged 3 > 4', 'unchanged 4 > 3'],
  ],
  [
    'a name spelt without accents or hyphens is of the same child, and is written otherwise',
    [row({ firstName: 'LEA ROSE' })],
    [row()],
    ['changed 3 > 3'],
  ],
  [
    'names that were swapped are of the same child',
    [row({ lastName: 'Léa-Rose', firstName: 'GALINDRAC' })],
    [row()],
    ['changed 3 > 3'],
  ],
  [
    'a birth date that was corrected is of the same child',
    [row({ birthDate: '2022-04-03' })],
    [row()],
    ['changed 3 > 3'],
  ],
  [
    'of another number it is another row: its attestation is of another family',
    [row({ allocataire: '3521875' })],
    [row()],
    ['added - > 3', 'removed 3 > -'],
  ],
  [
    'twins are not taken for each other',
    [row({ firstName: 'Malo', hours: 41 }), row({ firstName: 'Lena' })],
    [row({ firstName: 'Lena' }), row({ firstName: 'Malo' })],
    ['changed 4 > 3', 'unchanged 3 > 4'],
  ],
  [
    'of two rows that say the same, one is left',
    [row()],
    [row(), row()],
    ['removed 4 > -', 'unchanged 3 > 3'],
  ],
  [
    'a row that cannot be read is nobody’s yet',
    [row({ allocataire: null })],
    [row()],
    ['added - > 3', 'removed 3 > -'],
  ],
  ['hours that cannot be read are a change', [row({ hours: null })], [row()], ['changed 3 > 3']],
  ['all is gone', [], [row()], ['removed 3 > -']],
])('%s', async (_why, rows, formers, expected) => {
  expect(await said(rows, formers)).toEqual(expected);
});

test('for home care a row is its family’s', async () => {
  const rows = [family({ hours: 41 }), family({ allocataire: '3521875' })];
  const formers = [family({ allocataire: '3158802' }), family()];
  expect(await said(rows, formers, 'home_care')).toEqual(['added - > 4', 'changed 4 > 3', 'removed 3 > -']);
});

test('5,000 rows turned around and one changed: one difference', async () => {
  const rows = () =>
    Array.from({ length: 5_000 }, (_, index) => row({ allocataire: String(1_000_000 + index) }));
  const turned = rows().toReversed();
  turned[17]!.hours = 41;
  const pairs = await said(turned, rows());
  expect(pairs.filter((pair) => !pair.startsWith('unchanged'))).toEqual(['changed 4985 > 20']);
});
