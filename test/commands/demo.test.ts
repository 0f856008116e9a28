/** The demonstration: a month played whole, with the two samples or with a person's own workbook; a convention and its people. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ExcelJS from 'exceljs';
import { addMonths, dayOf, frenchMonthName, monthOf } from '../../src/kernel/calendar.js';
import { pairOf } from '../../src/attestations/seal/signature.js';
import { allocataires, people } from '../../src/seed/world.js';
import { drawFilled } from '../../src/workbooks/index.js';
import { Caller } from '../caller.js';
import { rose } from '../month.js';
import { readPdf } from '../pdf.js';
import type { Ended, Said } from './program.js';
import { addressOf, endAll, run, start } from './program.js';

const samples = fileURLToPath(new URL('../../../docs/samples/', import.meta.url));
const PATIENCE = 60_000;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'habilis-demo-'));
});

afterEach(endAll);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Of a real service of the same person: nothing invented is kept by it, nor sealed. */
const SEAL_KEY = 'A'.repeat(43);
const real = { VAULT_URL: 's3+http://key:secret@127.0.0.1:1/files', SEAL_KEY };

const settings = () => ({
  ...real,
  HABILIS_VAR: folder,
  LOG_LEVEL: 'error',
  PUPPETEER_EXECUTABLE_PATH: process.env.PUPPETEER_EXECUTABLE_PATH ?? '',
});

const play = (...args: string[]): Promise<Ended> => run(['demo', ...args], settings(), folder);

/** A line of the summary. */
const summed = ({ out }: Ended, name: string): string | undefined =>
  new RegExp(`^  ${name} {2,}(.+)$`, 'm').exec(out)?.[1];

const documentsOf = (ended: Ended): string => join(folder, summed(ended, 'Documents')!);

async function filesOf(documents: string, extension: string): Promise<string[]> {
  const names = await readdir(documents, { recursive: true });
  return names.filter((name) => name.endsWith(extension)).map((name) => join(documents, name));
}

/** The numbers and the names that a row of the workbook, or an attestation, is about. */
interface About {
  numbers: string[];
  names: string[];
}

/** As a person opening the sample would read it: rows with a number are declared. */
async function declaredIn(file: string, nameColumns: number[]): Promise<About[]> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(join(samples, file));
  const rows = book.worksheets[0]!.getRows(3, 20)!.map((row) => ({
    numbers: [row.getCell(2).text],
    names: nameColumns.map((column) => row.getCell(column).text),
  }));
  return rows.filter(({ numbers: [number = ''] }) => /^\d{7}$/.test(number));
}

const families = allocataires.flatMap(({ lastName, firstName, children = [] }) => [
  lastName,
  firstName,
  ...children.flatMap(([last, first]) => [last, first]),
]);

const isIn = (text: string, name: string): boolean =>
  new RegExp(`(?<![\\p{L}-])${name}(?![\\p{L}-])`, 'u').test(text);

/** Whatever looks like the number of an allocataire, and every name of the demonstration's families. */
async function aboutIn(file: string, known: Set<string>): Promise<About> {
  const text = (await readPdf(await readFile(file))).pages.join('\n');
  const numbers = new Set(text.match(/(?<![\w-])\d{7}(?![\w-])/g));
  return { numbers: [...numbers], names: [...known].filter((name) => isIn(text, name)) };
}

const sorted = (list: About[]): string[] =>
  list.map(({ numbers, names }) => [...numbers.toSorted(), ...names.toSorted()].join(' ')).toSorted();

describe('with its two samples', () => {
  let played: Ended;

  beforeAll(async () => {
    played = await play();
  }, PATIENCE);

  test('plays the month and sums it up', () => {
    expect(played).toMatchObject({ code: 0, err: '' });
    expect(summed(played, 'Lignes lues')).toBe('14');
    expect(summed(played, 'Attestations classées')).toBe('13');
    expect(summed(played, 'Confiées à un gestionnaire')).toBe('4');
    expect(summed(played, 'Dépense déclarée')?.replaceAll(/\s/gu, ' ')).toBe('9 568,60 €');
    expect(summed(played, 'Journal')).toBe('chaîne entière');
  });

  test('prints one attestation a declared row, about that allocataire and that child and nobody else', async () => {
    const declared = [
      ...(await declaredIn('micro-creche-10-2026.xlsx', [3, 4])),
      ...(await declaredIn('garde-a-domicile-10-2026.xlsx', [])),
    ];
    const known = new Set([...families, ...declared.flatMap(({ names }) => names)]);
    const files = await filesOf(documentsOf(played), '.pdf');
    const printed = await Promise.all(files.map((file) => aboutIn(file, known)));
    expect(sorted(printed)).toEqual(sorted(declared));
  });

  test('leaves a processing report for each structure, which a spreadsheet opens', async () => {
    const reports = await filesOf(documentsOf(played), 'bilan-de-traitement.xlsx');
    const rows = await Promise.all(
      reports.map(async (report) => {
        const book = new ExcelJS.Workbook();
        await book.xlsx.readFile(report);
        return book.getWorksheet('Bilan')!.actualRowCount - 1;
      }),
    );
    expect(new Set(rows)).toEqual(new Set([5, 9]));
  });

  test('leaves attestations that are sealed by a key of its own', async () => {
    const [attestation] = await filesOf(documentsOf(played), '.pdf');
    const [link] = (await readPdf(await readFile(attestation!))).links;
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/verify\/H1\./);
    expect(link).not.toContain(pairOf(SEAL_KEY).id);
  });

  test('leaves a database whose journal verifies', async () => {
    const verified = await run(['verify-journal'], { HABILIS_VAR: join(documentsOf(played), '..') });
    expect(verified).toMatchObject({ code: 0, err: '' });
    expect(verified.out).toMatch(
      /^Comptes des personnes : \d+ entrées?, chaîne entière\nCaf 493 : \d+ entrées, chaîne entière\n$/,
    );
  });

  test(
    'played again with --serve, it says the same, clears the one before, and stays open with its accounts',
    async () => {
      const staying = start(['demo', '--serve'], settings(), folder);
      const address = await addressOf(staying);
      const password = await staying.says(/Mot de passe de tous les comptes +(\S+)/);
      const bearer = await staying.says(/Bearer ([\w-]+)'/);
      const request = await staying.says(/-d '(.+)'\n/);
      const steps = ({ out }: Said) =>
        out.split('\nEn résumé')[0]!.replaceAll(/127\.0\.0\.1:\d+|demo\/\S+/g, '…');
      expect(steps(staying.said)).toBe(steps(played));
      expect(await readdir(join(folder, 'demo'))).toHaveLength(1);

      const accounts = new Set(staying.said.out.match(/\S+@\S+\.example/g));
      expect(accounts.size).toBe(people.length);
      for (const email of accounts) {
        const { token } = await new Caller(address).signIn(email, password);
        expect(token).toEqual(expect.any(String));
      }
      const { query } = JSON.parse(request) as { query: string };
      const { declarations } = await new Caller(address, bearer).ask<{ declarations: { edges: object[] } }>(
        query,
      );
      expect(declarations.edges).toEqual([
        { node: expect.objectContaining({ reference: 'D-493-202610-0001', stateLabel: 'Traitée' }) },
      ]);
      expect(await staying.end('SIGTERM')).toMatchObject({ code: 0, err: '' });
    },
    PATIENCE,
  );
});

describe('with a person’s own workbook', () => {
  const month = addMonths(monthOf(dayOf(new Date())), -1);

  const own = async (name: string, rows: object[], template: 'micro_creche' | 'home_care' = 'micro_creche') =>
    writeFile(join(folder, name), await drawFilled(template, rows));

  test(
    'plays last month’s workbook with the structure that declares by it, found from where the person is',
    async () => {
      const { allocataire, hours, specificHours, amountCents } = rose;
      await own('mon fichier.xlsx', [{ allocataire, hours, specificHours, amountCents, month }], 'home_care');
      const played = await play('--file', 'mon fichier.xlsx');
      expect(played).toMatchObject({ code: 0, err: '' });
      expect(played.out).toContain(`\nNounou Services, ${frenchMonthName(month)}\n`);
      expect(summed(played, 'Attestations classées')).toBe('1');
      expect(await filesOf(documentsOf(played), '.pdf')).toHaveLength(1);
    },
    PATIENCE,
  );

  const NOT_A_WORKBOOK =
    'Ce fichier n’est pas un classeur Excel (.xlsx). Ouvrez votre déclaration dans votre tableur, ' +
    'enregistrez-la au format « Classeur Excel (.xlsx) », puis déposez ce fichier.';

  test.each<[string, RegExp | string, string]>([
    // file                 what is said                                                           why
    ['photo.xlsx', NOT_A_WORKBOOK, 'not a workbook, whatever its name'],
    ['sans-ligne.xlsx', /^Ce classeur ne contient aucune ligne de déclaration\. /, 'the blank workbook'],
    [
      'sans-mois.xlsx',
      'Aucune ligne de ce fichier ne porte un mois lisible (MM/AAAA).',
      'nobody knows which month to open',
    ],
    ['absent.xlsx', 'Fichier introuvable, ou fermé à ce compte : absent.xlsx', 'no such file'],
    ['.', 'Fichier introuvable, ou fermé à ce compte : .', 'a folder'],
  ])('refuses %s in one line: %s (%s)', async (name, sentence) => {
    await writeFile(join(folder, 'photo.xlsx'), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]));
    await own('sans-ligne.xlsx', []);
    await own('sans-mois.xlsx', [{ ...rose, month: 'le mois dernier' }]);
    const { code, out, err } = await play('--file', name);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^[^\n]+\n$/);
    if (typeof sentence === 'string') expect(err).toBe(`${sentence}\n`);
    else expect(err).toMatch(sentence);
  });
});

test(
  'the story of a habilitation goes from the wish to join to those who leave, and leaves its accounts to try',
  async () => {
    const staying = start(['demo', '--story', 'habilitation', '--serve'], settings(), folder);
    const password = await staying.says(/avec le mot de passe « (.+) »/);
    const request = await staying.says(/-d '(.+)'\n/);
    const told = { ...staying.said, code: null };
    expect(told.err).toBe('');
    expect(summed(told, 'Convention')).toBe('C-493-2026-0004, en vigueur');
    expect(summed(told, 'Demandes acceptées')).toBe('2');
    expect(summed(told, 'Journal')).toBe('chaîne entière');
    const [paper] = await filesOf(documentsOf(told), '.pdf');
    expect((await readPdf(await readFile(paper!))).title).toBe('Convention C-493-2026-0004');

    const opened = new Set(told.out.match(/\S+@hirondelles\.example/g));
    expect(opened.size).toBe(Number(summed(told, 'Comptes ouverts par lettre')));
    const nobody = new Caller(await addressOf(staying));
    const seen = new Map<string, number>();
    for (const email of opened) {
      const caller = await nobody.signIn(email, password);
      const { structures } = await caller.ask<{ structures: { totalCount: number } }>(
        '{ structures { totalCount } }',
      );
      seen.set(email.split('@')[0]!, structures.totalCount);
    }
    expect(Object.fromEntries(seen)).toEqual({
      'elise.marchand': 0,
      'jeanne.robert': 0,
      'karim.benali': 2,
      'theo.lambert': 0,
      'alice.bernard': 1,
    });
    const outbox = await run(['outbox', '--show', '1'], { HABILIS_VAR: join(documentsOf(told), '..') });
    expect(outbox.out).toContain(nobody.address);
    const { query } = JSON.parse(request) as { query: string };
    expect(
      await (await nobody.signIn('karim.benali@hirondelles.example', password)).ask(query),
    ).toMatchObject({
      conventions: { edges: [{ node: { stateLabel: 'En vigueur' } }] },
    });
    expect(await staying.end('SIGTERM')).toMatchObject({ code: 0, err: '' });
  },
  PATIENCE,
);
