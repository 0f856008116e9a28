import { expect, test } from '@jest/globals';
import type { Ended } from '../../commands/program.js';
import { run } from '../../commands/program.js';

const cmg = (args: string): Promise<Ended> => run(['cmg', ...args.split(' ')]);

const ordinary =
  '--month 2024-06 --care micro-creche --income 20000 --birth 2023-05-12 --hours 120 --spend 1044,00';

test('the trace is printed rule by rule, with the status and the source of each figure', async () => {
  const { code, out, err } = await cmg(`${ordinary} --children 1 --specific 0`);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^CMG, micro-crèche, juin 2024\n\n {2}Supposé {13}La demande/);
  expect(out).toContain(
    '\n  Âge                 Enfant né le 12/05/2023\u00a0: moins de 3 ans, montant entier.\n',
  );
  expect(out).toContain('\n                        confirmé, docs/sources.md#amounts\n');
  expect(out).toMatch(/\n\nCMG du mois : 887,40\u00a0€\n$/);
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
});

test.each<[string, RegExp, string]>([
  [`${ordinary} --single --aah`, /CMG du mois : 887,40\u00a0€\n$/, '85 % decide: certain'],
  [
    ordinary.replace('1044,00', '9999').replace('micro-creche', 'home-care'),
    /CMG du mois : 967,83\u00a0€\n$/,
    'home care',
  ],
  [
    ordinary
      .replace('1044,00', '9999')
      .replace('micro-creche', 'home-care')
      .replace('2023-05-12', '2023-05-12,2019-01-01'),
    /CMG du mois : 967,83\u00a0€ \(montant à confirmer\)\n$/,
    'home care, two children',
  ],
  [
    `${ordinary} --prepare full`,
    /Pas de CMG ce mois-ci. PreParE pour un arrêt complet/,
    'no right is an answer, not an error',
  ],
  [
    ordinary.replace('1044,00', '1044.5€'),
    /CMG du mois : 887,82\u00a0€\n$/,
    'a point, one decimal and the sign',
  ],
])('%s answers and exits 0 (%#)', async (args, expected) => {
  const { code, out } = await cmg(args);
  expect(code).toBe(0);
  expect(out).toMatch(expected);
});

test.each<[string, string]>([
  ['--month 2024-06', 'Il manque --care. Voir « bin/habilis cmg --help ».'],
  [
    ordinary.replace('micro-creche', 'nounou'),
    '--care : micro-creche, family-creche, home-care attendu, et non « nounou ».',
  ],
  [ordinary.replace('20000', '20000,5'), '--income : un nombre entier est attendu, et non « 20000,5 ».'],
  [
    ordinary.replace('1044,00', '1044,005'),
    '--spend : un montant en euros est attendu (1044,00), et non « 1044,005 ».',
  ],
  [ordinary.replace('2023-05-12', '2023-02-29'), 'Une date de naissance s’écrit AAAA-MM-JJ et doit exister.'],
  [
    ordinary.replace('2023-05-12', '2023-05-12,2020-01-01'),
    '--birth : une seule date de naissance, sauf en garde à domicile.',
  ],
  [
    ordinary.replace('2024-06', '2027-01'),
    'Il manque le barème de janvier 2027 (connu de janvier 2023 à décembre 2026).',
  ],
  [`${ordinary} --prepare some`, '--prepare : none, half, part, full attendu, et non « some ».'],
  [
    `${ordinary} --specific 121`,
    'Les heures spécifiques sont un nombre entier, au plus le total des heures de garde.',
  ],
])('%s is refused in one line, exit 2', async (args, line) => {
  const { code, out, err } = await cmg(args);
  expect({ code, out, err }).toEqual({ code: 2, out: '', err: `${line}\n` });
});
