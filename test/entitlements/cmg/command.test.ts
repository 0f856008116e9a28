import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const main = fileURLToPath(import.meta.resolve('#programs/habilis'));

interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

async function cmg(args: string): Promise<Ran> {
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, [main, 'cmg', ...args.split(' ')])) };
  } catch (error) {
    return error as Ran;
  }
}

const ordinary =
  '--month 2024-06 --care micro-creche --income 20000 --birth 2023-05-12 --hours 120 --spend 1044,00';

test('the trace is printed rule by rule, with the status and the source of each figure', async () => {
  const { code, stdout, stderr } = await cmg(`${ordinary} --children 1 --specific 0`);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^CMG, micro-crèche, juin 2024\n\n {2}Supposé {13}La demande/);
  expect(stdout).toContain(
    '\n  Âge                 Enfant né le 12/05/2023\u00a0: moins de 3 ans, montant entier.\n',
  );
  expect(stdout).toContain('\n                        confirmé, docs/sources.md#amounts\n');
  expect(stdout).toMatch(/\n\nCMG du mois : 887,40\u00a0€\n$/);
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
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
  const { code, stdout } = await cmg(args);
  expect(code).toBe(0);
  expect(stdout).toMatch(expected);
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
  const { code, stdout, stderr } = await cmg(args);
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `${line}\n` });
});
