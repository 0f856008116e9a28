import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { digestOf, type AttestationFields } from '../../src/attestations/fields.js';
import { attestationPages, templateVersion } from '../../src/attestations/page.js';
import type { Sheet } from '../../src/attestations/page/seal.js';
import { DATA_LINK, linkOf } from '../../src/attestations/page/seal.js';
import { shortCodeOf } from '../../src/attestations/seal/typed.js';
import { pairOf, sealWith, sealedOf } from '../../src/attestations/seal/signature.js';
import type { Printer } from '../../src/kernel/printer.js';
import { openPrinter } from '../../src/tools/printer.js';
import { readPdf } from '../pdf.js';

const fields: AttestationFields = {
  number: 'A-493-202610-000123',
  version: 1,
  caf: { code: '493', name: 'Caf de Maine-et-Loire' },
  structure: {
    name: 'Les Petits Pas d’Anjou',
    siret: '53417248100010',
    kind: 'micro-crèche',
    addressLines: ['12 rue des Lilas', '49000 Angers'],
    email: 'contact@petits-pas.example',
    phone: '02 41 00 00 00',
  },
  allocataire: '0123456',
  child: { lastName: 'Lefèvre', firstName: 'Zoé', birthDate: '2024-02-29' },
  month: '2026-10',
  hours: 142,
  specificHours: 12,
  amountCents: 112_345,
  endOfCare: null,
  declarant: 'Amélie Rousseau',
  approver: 'Jean-Baptiste Oñate',
  approvedAt: '2026-11-05T08:00:00.000Z',
  deposit: { reference: 'D-493-202610-0007', version: 3 },
  issuedAt: '2026-11-05T09:12:00.000Z',
  templateVersion,
};

const pair = pairOf(Buffer.alloc(32, 7).toString('base64url'));

/** The same key each time: the same fields give the same seal. */
const sheet = (change: Partial<AttestationFields> = {}): Sheet => {
  const all = { ...fields, ...change };
  const verifyAddress = 'https://habilis.caisse-d-allocations-familiales-de-maine-et-loire.example/verify';
  return { fields: all, seal: sealWith(pair, sealedOf(all)), verifyAddress };
};

const child = (lastName: string, firstName = 'Zoé') => ({ lastName, firstName, birthDate: '2024-02-29' });

/** The page as text, its no-break spaces made plain. */
const plain = (html: string): string =>
  html
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&nbsp;|[\u00a0\u202f]/g, ' ')
    .replace(/\s+/g, ' ');

describe('the printed page', () => {
  let printer: Printer;
  beforeAll(() => {
    printer = openPrinter({ executablePath: process.env.PUPPETEER_EXECUTABLE_PATH! });
  });
  afterAll(() => printer.close());

  const printed = async (change: Partial<AttestationFields> = {}) =>
    readPdf(await printer.print(attestationPages([sheet(change)])));

  test('is one tagged A4 page in French, titled by its number, its fonts inside', async () => {
    const pdf = await printer.print(attestationPages([sheet()]));
    const { title, language, tagged, createdAt, sizes, fonts } = await readPdf(pdf);

    expect({ title, language, tagged, createdAt }).toEqual({
      title: 'Attestation mensuelle de garde A-493-202610-000123',
      language: 'fr',
      tagged: true,
      createdAt: fields.issuedAt,
    });
    expect(sizes).toEqual([[210, 297]]);
    expect(fonts.length).toBeGreaterThan(0);
    expect(fonts.filter(({ name, embedded }) => !embedded || !name.includes('NotoSans'))).toEqual([]);
    expect(pdf.length).toBeLessThan(70_000);
  });

  test('is read aloud in order: title, number, structure, child, care, declaration', async () => {
    const { roles, pages } = await printed();
    const text = pages.join('\n');
    const landmarks = [
      'Caf de Maine-et-Loire',
      'Attestation mensuelle de garde',
      'A-493-202610-000123',
      'Structure',
    ]
      .concat(
        'Allocataire',
        'Enfant',
        'Garde du mois',
        'Déclaration',
        'L. 114-19',
        'Vérification',
        'Page 1/1',
      )
      .map((landmark) => text.indexOf(landmark));

    expect(landmarks).not.toContain(-1);
    expect(landmarks).toEqual(landmarks.toSorted((a, b) => a - b));
    const count = (role: string) => roles.filter((each) => each === role).length;
    expect([count('H1'), count('H2'), count('Table'), count('TH')]).toEqual([1, 6, 2, 7]);
  });

  test('leads to where it is checked, by a QR, a link and a code to copy, and carries what was sealed', async () => {
    const { links, alternatives, pages } = await printed();
    const [code, address, data] = links;

    expect([code, address]).toEqual([linkOf(sheet()), sheet().verifyAddress]);
    expect(data!.startsWith(DATA_LINK)).toBe(true);
    expect(JSON.parse(Buffer.from(data!.slice(DATA_LINK.length), 'base64').toString())).toEqual(fields);
    expect(alternatives).toEqual(['QR code : l’adresse où cette attestation se vérifie']);
    expect(pages[0]).toContain(shortCodeOf({ ...sealedOf(fields), ...sheet().seal }));
  });

  test('names its own family, also when many are printed at once', async () => {
    const families = Array.from({ length: 12 }, (_, index) => String(1_000_000 + index));
    const readings = await Promise.all(families.map((allocataire) => printed({ allocataire })));

    readings.forEach(({ pages: [text] }, index) => {
      expect(families.filter((family) => text?.includes(family))).toEqual([families[index]]);
    });
  });

  test('is the same to the byte for the same fields', async () => {
    const again = { ...fields, child: child('Nguyễn', 'محمد') };
    const [first, , second] = await Promise.all(
      [again, fields, again].map((each) => printer.print(attestationPages([sheet(each)]))),
    );

    expect(second?.equals(first!)).toBe(true);
  });

  test('says markup in a name instead of obeying it', async () => {
    const lastName = '</td><h1>Faux</h1><img src=x onerror=alert(1)>';
    const { pages, roles } = await printed({ child: child(lastName, '&lt;b&gt; & "Zoé" d\'Arc') });

    expect(pages[0]?.replace(/\n/g, ' ')).toContain(lastName);
    expect(pages[0]).toContain('&lt;b&gt; & "Zoé" d\'Arc');
    expect(roles.filter((role) => role === 'H1')).toHaveLength(1);
  });

  const wide = 'W'.repeat(100);
  const line = 'W'.repeat(60);
  const shortStructure = { ...fields.structure, addressLines: ['49000 Angers'], email: null };
  const everywhere = (text: string): Partial<AttestationFields> => ({
    caf: { code: '493', name: text },
    structure: { ...fields.structure, name: text, addressLines: [text, text, text, text], email: text },
    child: child(text, text),
    declarant: text,
    approver: text,
    amountCents: 999_999_999,
    endOfCare: '2026-10-31',
    version: 12,
  });

  test.each<[string, Partial<AttestationFields>, string]>([
    ['a hundred wide letters, everywhere', everywhere(wide), 'W'.repeat(30)],
    ['sixty wide letters, everywhere', everywhere(line), 'W'.repeat(40)],
    [
      'long names and an ordinary structure',
      { ...everywhere(line), structure: shortStructure },
      'W'.repeat(15),
    ],
    [
      'a long structure and ordinary names',
      {
        structure: {
          ...fields.structure,
          name: line,
          addressLines: [line, 'W'.repeat(30)],
          email: 'W'.repeat(30),
        },
        version: 2,
      },
      'W'.repeat(15),
    ],
    ['a hundred Arabic letters, read back from left to right', { child: child('محمد '.repeat(20)) }, 'دمحم'],
    ['Greek', { child: child('Παπαδοπούλου', 'Ελένη') }, 'Παπαδοπούλου'],
    ['Cyrillic', { child: child('Ґжегожевський', 'Володимир') }, 'Ґжегожевський'],
    ['Vietnamese', { child: child('Nguyễn', 'Thị Hồng Ngọc') }, 'Nguyễn'],
    ['letters typed as two characters', { child: child('Lefe\u0300vre', 'Zoe\u0301') }, 'Lefèvre'],
    ['right to left, by trick', { child: child('\u202eecila', 'Zoé') }, 'Zoé'],
    ['no child', { child: null }, 'Sans objet'],
    ['no contact', { structure: { ...fields.structure, email: null, phone: null } }, 'non communiqué'],
  ])('keeps to one page: %s', async (_, change, expected) => {
    const { pages, fonts } = await printed(change);

    expect(pages).toHaveLength(1);
    expect(pages[0]).toContain(expected);
    expect(pages[0]).toContain('Page 1/1');
    expect(fonts.filter(({ name, embedded }) => !embedded || !name.includes('NotoSans'))).toEqual([]);
  });
});

test.each<[Partial<AttestationFields>, string, string]>([
  [{}, '1 123,45 €', 'cents become euros'],
  [{}, '142 h 12 h', 'total, then specific'],
  [{}, 'Fin de garde 142 h 12 h 1 123,45 € non déclarée', 'care goes on'],
  [{ endOfCare: '2026-10-15' }, '1 123,45 € 15/10/2026', 'care ended'],
  [{ hours: 0, specificHours: 0, amountCents: 0 }, '0 h 0 h 0,00 €', 'a sibling without care'],
  [{}, 'SIRET 534 172 481 00010', 'as companies write it'],
  [{ allocataire: '0000042' }, 'Numéro 0000042', 'leading zeros matter'],
  [{}, '2 ans au 31/10/2026', 'age at the end of the month'],
  [{ child: { ...child('L'), birthDate: '2023-10-31' } }, '3 ans au 31/10/2026', 'the birthday itself'],
  [{ child: { ...child('L'), birthDate: '2023-11-01' } }, '2 ans au 31/10/2026', 'the day before it'],
  [{ child: { ...child('L'), birthDate: '2025-10-31' } }, '1 an au 31/10/2026', 'singular'],
  [{ child: { ...child('L'), birthDate: '2026-08-01' } }, 'moins d’un an au 31/10/2026', 'and no « 0 an »'],
  [{}, '5 novembre 2026 à 09:00 (heure de Paris)', 'winter time'],
  [
    { approvedAt: '2026-07-31T22:30:00.000Z' },
    '1 août 2026 à 00:30 (heure de Paris)',
    'summer time, next day',
  ],
  [{}, 'D-493-202610-0007, version 3', 'the deposit it comes from'],
  [{ version: 2 }, 'Cette version remplace les précédentes.', 'a re-issue says so'],
  [{ child: null }, 'la garde à domicile est déclarée pour la famille', 'home care'],
])('%j reads « %s » (%s)', (change, expected) => {
  expect(plain(attestationPages([sheet(change)]))).toContain(expected);
});

test('the template is frozen: for these fields it gives this page, to the letter', () => {
  // A page that changes is another template: change templateVersion, and this digest with it; the digest alone where what is
  // printed stays the same to the pixel and the word.
  const digest = createHash('sha256')
    .update(attestationPages([sheet()]))
    .digest('hex');
  expect([templateVersion, digest]).toEqual([
    '2026-2',
    '1c521642395237890515ca5a85cc4f5ad5fc1896722b11f2de3a3642a570ff81',
  ]);
});

test('a first version replaces nothing', () => {
  expect(plain(attestationPages([sheet()]))).not.toContain('remplace');
});

test('the page shows the beginning of the digest of the fields', () => {
  expect(plain(attestationPages([sheet()]))).toContain(
    `Empreinte des données : ${digestOf(fields).slice(0, 16)} `,
  );
});

describe('the digest', () => {
  test('does not depend on the order of the keys', () => {
    const { number, ...others } = fields;
    const { code, name } = fields.caf;

    expect(digestOf({ ...others, caf: { name, code }, number })).toBe(digestOf(fields));
  });

  test('is what any other program computes from the same JSON, keys in order', () => {
    // python: sha256(json.dumps(fields, sort_keys=True, separators=(',', ':'), ensure_ascii=False).encode())
    expect(digestOf(fields)).toBe('739233e6d4812bde6afdd62c306d49364cc16654bfbb6cbd27bcb9b4394b3b8d');
  });

  test.each<[string, Partial<AttestationFields>]>([
    ['an hour', { hours: 143 }],
    ['a cent', { amountCents: 112_346 }],
    ['an accent', { child: child('Lefevre') }],
    [
      'a line of the address',
      { structure: { ...fields.structure, addressLines: ['12 rue des Lilas 49000 Angers'] } },
    ],
    ['no child', { child: null }],
    ['the version', { version: 2 }],
  ])('changes with %s', (_, change) => {
    expect(digestOf({ ...fields, ...change })).not.toBe(digestOf(fields));
  });
});
