/** The file of an attestation, checked without the service: what was issued, and what a forger makes of it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileVerdict, PublishedKey } from '../../src/attestations/index.js';
import { Attestation, checkFile, codeOf, fileVerdicts, withdrawKey } from '../../src/attestations/index.js';
import { attestationPages } from '../../src/attestations/page.js';
import type { Sheet } from '../../src/attestations/page/seal.js';
import { DATA_LINK, linkOf } from '../../src/attestations/page/seal.js';
import type { Told } from '../../src/attestations/seal/code.js';
import { pairOf, sealWith, sealedOf } from '../../src/attestations/seal/signature.js';
import { HOUSE } from '../../src/identity/index.js';
import { automaton } from '../../src/rights/index.js';
import { readPrinted } from '../../src/tools/pdf-reader.js';
import type { SealedMonth } from '../attestations/sealed.js';
import { forgedFrom, sealedMonth } from '../attestations/sealed.js';
import type { Bench } from '../bench.js';
import { isFirstEngine, openBench, who } from '../bench.js';
import { run } from './program.js';

let bench: Bench;
let sealed: SealedMonth;
let keys: PublishedKey[];
/** What the page of Nino is printed from. */
let sheet: Sheet;

const attestationOf = ({ number, version }: Told) =>
  bench.house.database.reader.findOneByOrFail(Attestation, { number, version });

const issued = async (told: Told): Promise<Buffer> =>
  (await bench.person(who.approver)).get(`/attestations/${(await attestationOf(told)).id}`);

const published = async (): Promise<PublishedKey[]> => {
  const response = await fetch(`${bench.address}/verify/keys`);
  return ((await response.json()) as { keys: PublishedKey[] }).keys;
};

const kept = async (name: string, bytes: Uint8Array | string): Promise<string> => {
  const path = join(bench.config.folder, name);
  await writeFile(path, bytes);
  return path;
};

beforeAll(async () => {
  bench = await openBench();
  sealed = await sealedMonth(bench);
  keys = await published();
  const { fields } = await attestationOf(sealed.ninos);
  sheet = { fields, seal: sealed.ninos, verifyAddress: `${bench.config.publicUrl}/verify` };
  await kept('keys.json', JSON.stringify({ keys }));
  await kept('nino.pdf', await issued(sealed.ninos));
  await kept('rose.pdf', await issued(sealed.roses));
});
afterAll(() => bench.close());

const command = (...args: string[]) => {
  const { folder, databaseUrl } = bench.config;
  return run(['verify-attestation', ...args], { HABILIS_VAR: folder, DATABASE_URL: databaseUrl }, folder);
};

test('what was issued is genuine offline, says what was sealed, and what that does not prove', async () => {
  const { code, out, err } = await command('nino.pdf', '--keys', 'keys.json');
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^Le sceau est authentique, et la page dit ce qui a été scellé\.\n/);
  for (const line of [
    /Total des heures +120 h, dont 0 h spécifiques/,
    /Montant payé +1\s044,00/,
    /Allocataire +3521874/,
    /Enfant +Nino GALINDRAC, né\(e\) le 19\/12\/2024/,
    /hors ligne, rien ne dit si elle a été remplacée ou retirée/,
  ])
    expect(out).toMatch(line);
});

test('of one that was replaced, the seal still holds offline; the records say that it stands no more', async () => {
  const { code } = await command('rose.pdf', '--keys', 'keys.json');
  expect(code).toBe(0);
  const here = await command('rose.pdf');
  expect(here.code).toBe(1);
  expect(here.out).toContain('Dans nos dossiers : Attestation authentique, mais remplacée.');
  expect(here.out).not.toContain('hors ligne');
});

test.each<[string[], string, string]>([
  [['keys.json'], 'Ce fichier n’est pas un PDF qui se lit', 'another kind of file'],
  [['absent.pdf'], 'Ce fichier ne peut pas être lu', 'no file'],
  [['nino.pdf', '--keys', 'nino.pdf'], 'Ce fichier n’est pas celui des clés', 'no keys'],
  [[], 'Le fichier à vérifier est attendu', 'nothing to check'],
])('%j: it cannot be told (%#)', async (args, sentence) => {
  const { code, err } = await command(...args);
  expect([code, err.includes(sentence)]).toEqual([2, true]);
});

const page = (): string => attestationPages([sheet]);
const found = async (html: string, known = keys) =>
  checkFile(await readPrinted(await bench.house.printer.print(html)), known);

const dataOf = (change: object): string =>
  DATA_LINK + Buffer.from(JSON.stringify({ ...sheet.fields, ...change })).toString('base64');
const sealedData = (): string => `${DATA_LINK}${/base64,([^"]+)/.exec(page())![1]!}`;
const withCode = (told: Told): string => page().replaceAll(codeOf(sealed.ninos), codeOf(told));

const DOT = 'data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=';

// oxfmt-ignore
const forgeries: [FileVerdict, () => string, string][] = [
  // verdict       the page                                                             why
  ['genuine',      page,                                                                'printed again as it was'],
  ['pageAltered',  () => page().replace(/1\s044,00/, '1 944,00'),                        'the amount, and the code and data kept'],
  ['pageAltered',  () => page().replace('120&nbsp;h', '129&nbsp;h'),                     'the hours'],
  ['pageAltered',  () => page().replace('octobre 2026', 'octobre 2025'),                 'the month'],
  ['pageAltered',  () => page().replace('GALINDRAC', 'GALINDRAS'),                       'the child'],
  ['pageAltered',  () => page().replace('3521874', '3521875'),                           'the allocataire'],
  ['pageAltered',  () => page().replace('</footer>', '<p>Rectifié : 1 944,00 €</p></footer>'), 'a line added'],
  ['pageAltered',  () => page().replace(/<p class="law">[^]*?<\/p>/, ''),                'a line removed'],
  ['pageCovered',  () => page().replace('</footer>', `<img alt="" src="${DOT}" style="width:2cm;height:1cm"></footer>`), 'an image, that may hide a text'],
  ['dataAltered',  () => page().replaceAll('1 044,00', '1 944,00').replace(sealedData(), dataOf({ amountCents: 194_400 })), 'the data too'],
  ['dataAbsent',   () => page().replace(sealedData(), 'https://habilis.example'),        'the data taken out'],
  ['notAuthentic', () => withCode({ ...sealed.ninos, version: 2 }),                      'the version in the code'],
  ['notAuthentic', () => withCode({ ...sealed.ninos, number: sealed.roses.number }),     'the number in the code'],
  ['notAuthentic', () => withCode({ ...sealed.ninos, digest: sealed.roses.digest }),     'the digest in the code'],
  ['notAuthentic', () => withCode({ ...sealed.ninos, signature: sealed.roses.signature }), 'the signature of another'],
  ['keyUnknown',   () => withCode(forgedFrom(sealed.ninos)),                             'a key that the forger made'],
  ['manySeals',    () => attestationPages([sheet, sheet]),                               'two pages'],
  ['manySeals',    () => page().replace('</footer>', `<a href="${linkOf(sheet).replace('.1.', '.2.')}">.</a></footer>`), 'another code beside'],
  ['notSealed',    () => '<!doctype html><html lang="fr"><head><title>x</title></head><body>Attestation</body></html>', 'any PDF'],
];

const alone = () => {
  test.each(forgeries.map(([verdict, html, why]) => [verdict, why, html] as const))(
    '%s: %s',
    async (verdict, _why, html) => {
      const { verdict: told, fields } = await found(html());
      expect(told).toBe(verdict);
      // What is not surely sealed is not shown as such.
      expect(fields !== undefined).toBe(['genuine', 'pageAltered', 'pageCovered'].includes(verdict));
    },
  );

  test('where the page differs is shown, and what was sealed beside it', async () => {
    const { difference } = await found(page().replace(/1\s044,00/, '1 944,00'));
    expect(difference!.page).toContain('1944,00');
    expect(difference!.sealed).toContain('1044,00');
  });

  test.each<[string, string, string]>([
    ['Lefèvre', 'Zoé', 'French'],
    ['Παπαδοπούλου', 'Володимир', 'Greek and Cyrillic'],
    ['Nguyễn', 'Thị Hồng Ngọc', 'Vietnamese'],
    ['</td><h1>Faux</h1>', '&lt;b&gt; & "Zoé"', 'markup'],
    ['Lefe\u0300vre', 'Œuvré-fiffle', 'two characters for one, one for two'],
  ])('a name is read back from the page: %s %s (%s)', async (lastName, firstName) => {
    const fields = { ...sheet.fields, child: { ...sheet.fields.child!, lastName, firstName } };
    expect(await judged(fields)).toEqual(['genuine', []]);
  });

  test.each<[string, string, string]>([
    ['محمد علي لا', 'Zoé', 'right to left'],
    ['王小明', 'Zoé', 'a script that the typeface has not'],
    ['\u202eecila', 'Zoé', 'turned around by trick'],
  ])(
    'a name that no program reads back surely is for a person to compare, and the rest still is: %#',
    async (lastName, firstName) => {
      const fields = { ...sheet.fields, child: { ...sheet.fields.child!, lastName, firstName } };
      expect(await judged(fields)).toEqual(['genuine', [lastName]]);
      expect(await judged(fields, (html) => html.replace('120&nbsp;h', '129&nbsp;h'))).toEqual([
        'pageAltered',
        undefined,
      ]);
    },
  );

  test('a key under the name of another is none', async () => {
    const posing = keys.map((key) => ({ ...key, x: pairOf('A'.repeat(43)).publicKey }));
    expect((await found(page(), posing)).verdict).toBe('keyUnknown');
  });
};

// No database is asked: once is enough.
if (isFirstEngine) describe('the file alone tells', alone);

/** Of a page of these fields, sealed by a key of its own. */
async function judged(fields: Sheet['fields'], change = (html: string) => html) {
  const pair = pairOf('A'.repeat(43));
  const html = attestationPages([{ ...sheet, fields, seal: sealWith(pair, sealedOf(fields)) }]);
  const { verdict, unsure } = await found(change(html), [{ ...keys[0]!, kid: pair.id, x: pair.publicKey }]);
  return [verdict, unsure];
}

test('once the key is withdrawn, the file proves nothing offline; the records vouch for it', async () => {
  await withdrawKey(automaton(bench.house, HOUSE), sealed.ninos.keyId);
  const { verdict } = await found(page(), await published());
  expect([verdict, fileVerdicts[verdict].exit]).toEqual(['keyWithdrawn', 1]);
  const here = await command('nino.pdf');
  expect(here.code).toBe(0);
  expect(here.out).toContain('La clé de ce sceau a été retirée depuis');
});
