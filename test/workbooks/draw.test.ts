import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import {
  check,
  detect,
  drawBlank,
  drawFilled,
  recognise,
  templates,
  type TemplateCode,
} from '../../src/workbooks/index.js';
import type { Sheet } from '../../src/kernel/sheet.js';
import { openBench, samplePath } from './files.js';

let bench: Awaited<ReturnType<typeof openBench>>;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const at = { month: '2026-10', today: '2026-11-05' };
const codes: TemplateCode[] = ['micro_creche', 'family_creche', 'home_care'];

const load = async (bytes: Buffer): Promise<ExcelJS.Worksheet> => {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as unknown as ExcelJS.Buffer);
  return workbook.worksheets[0]!;
};

/** A month above ten euros an hour. */
const dear = {
  month: '2026-10',
  allocataire: '0284617',
  lastName: 'CHÂTELRIVE',
  firstName: 'Ambre',
  birthDate: '2023-06-21',
  specificHours: 0,
  amountCents: 200_000,
};

const textOf = (sheets: Sheet[]): string =>
  sheets.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.map((cell) => cell?.text))).join('\n');

test.each<[TemplateCode, string]>([
  ['micro_creche', 'trame-micro-creche'],
  ['family_creche', 'trame-micro-creche'],
  ['home_care', 'trame-garde-a-domicile'],
])('the blank %s workbook has the titles and hints of the Caf’s, to the letter', async (code, name) => {
  const [drawn, theirs] = await Promise.all([
    drawBlank(code).then((bytes) => bench.read(bytes)),
    bench.reader.read(samplePath(name)),
  ]);
  expect(drawn[0]).toEqual(theirs[0]);
  expect(drawn.map(({ name }) => name)).toEqual(['Déclaration', 'Aide']);
});

test.each(codes)(
  'the blank %s workbook is ready to fill: frozen, printable, checked, and bounded',
  async (code) => {
    const sheet = await load(await drawBlank(code));
    const { columns } = templates[code];
    expect(sheet.rowCount).toBe(202);
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 2 });
    expect(sheet.pageSetup).toMatchObject({ orientation: 'landscape', printTitlesRow: '1:2' });
    expect(sheet.getCell('B202').numFmt).toBe('@');
    expect(sheet.getCell('B202').dataValidation).toMatchObject({ type: 'textLength', formulae: [7] });
    expect(sheet.getCell('B203').dataValidation).toBeUndefined();
    expect(sheet.columnCount).toBe(columns.length);
  },
);

test('what is drawn filled is read back to the value, zeros and accents included', async () => {
  const child = {
    month: '2026-10',
    allocataire: '0284617',
    lastName: 'CHÂTELRIVE',
    firstName: 'Ambre',
    birthDate: '2023-06-21',
    hours: 78,
    specificHours: 4,
    amountCents: 66_301,
    endOfCare: '2026-10-16',
  };
  const sheets = await bench.read(
    await drawFilled('micro_creche', [
      child,
      { ...child, firstName: 'Zoé', hours: '15,5', amountCents: '1 234,50 €' },
    ]),
  );
  const rows = await check(detect(sheets), recognise(sheets, 'micro_creche').rows, at);
  expect(rows[0]).toEqual({ number: 3, values: child, anomalies: [] });
  expect(rows[1]!.values).toMatchObject({ firstName: 'Zoé', hours: null, amountCents: 123_450 });
  expect(rows[1]!.anomalies).toMatchObject([
    { code: 'HOURS_NOT_WHOLE', row: 4, column: 'F', seen: '15,5', proposed: '15' },
  ]);
});

test('a crèche familiale is read and checked as a micro-crèche, and told that its layout is to confirm', async () => {
  const sheets = await bench.read(await drawFilled('family_creche', [{ ...dear, hours: 80 }]));
  const { rows } = recognise(sheets, 'family_creche');
  const checked = await check('family_creche', rows, at);
  expect(checked).toEqual(await check('micro_creche', rows, at));
  expect(checked[0]!.anomalies).toMatchObject([{ code: 'PRICE_ABOVE_CEILING' }]);
  const told = (code: TemplateCode) =>
    drawBlank(code)
      .then((bytes) => bench.read(bytes))
      .then(textOf);
  expect(await told('family_creche')).toContain('à confirmer par la Caf');
  expect(await told('micro_creche')).not.toContain('à confirmer');
});

test('a workbook for a month lets no other month be typed', async () => {
  const sheet = await load(await drawBlank('micro_creche', '2026-02'));
  expect(sheet.getCell('A3').dataValidation).toMatchObject({
    type: 'date',
    operator: 'between',
    formulae: [new Date('2026-02-01T00:00:00Z'), new Date('2026-02-28T00:00:00Z')],
    error: 'Ce classeur est celui du mois 02/2026 : écrivez 02/2026.',
  });
});

test('a family is drawn and read back without a child', async () => {
  const family = {
    month: '2026-10',
    allocataire: '0410933',
    hours: 48,
    specificHours: 25,
    amountCents: 117_600,
  };
  const sheets = await bench.read(await drawFilled('home_care', [family]));
  expect(await check('home_care', recognise(sheets, 'home_care').rows, at)).toMatchObject([
    { values: { ...family, lastName: null }, anomalies: [] },
  ]);
});

test('5,000 rows are drawn and read back whole', async () => {
  const rows = Array.from({ length: 5_000 }, (_, index) => ({
    month: '2026-10',
    allocataire: String(1_000_000 + index),
    hours: 100,
    specificHours: 0,
    amountCents: 90_000 + index,
  }));
  const sheets = await bench.read(await drawFilled('home_care', rows));
  const checked = await check('home_care', recognise(sheets, 'home_care').rows, at);
  expect(checked.map(({ values }) => values.amountCents)).toEqual(rows.map(({ amountCents }) => amountCents));
});
