import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { check, detect, recognise, type RowValues, type TemplateCode } from '../../src/workbooks/index.js';
import { openBench, samplePath } from './files.js';

let bench: Awaited<ReturnType<typeof openBench>>;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const at = { month: '2026-10', today: '2026-11-05' };

type Line = [string, string | null, string | null, string | null, number, number, number, string | null];

const line = ({
  allocataire,
  lastName,
  firstName,
  birthDate,
  hours,
  specificHours,
  amountCents,
  endOfCare,
}: RowValues) => [allocataire, lastName, firstName, birthDate, hours, specificHours, amountCents, endOfCare];

test.each<[string, TemplateCode, number, number, number, Line[]]>([
  [
    'micro-creche-10-2026',
    'micro_creche',
    655,
    32,
    586_410,
    [
      ['3047215', 'AUBREVAL', 'Jeanne', '2024-02-14', 112, 0, 98_560, null],
      ['3158802', 'BOISGIRAUD', 'Marius', '2025-09-03', 146, 12, 131_400, null],
      ['0284617', 'CHÂTELRIVE', 'Ambre', '2023-06-21', 78, 0, 66_300, null],
      ['3310479', "D'ESTIENVILLE", 'Louis-Marie', '2024-11-30', 95, 0, 84_550, null],
      ['2996143', 'ÉPERNOTTE', 'Yasmine', '2025-01-08', 160, 20, 148_000, null],
      ['3402256', 'FAUCONNERAY', 'Timéo', '2026-05-17', 64, 0, 57_600, null],
    ],
  ],
  [
    'micro-creche-fratries-10-2026',
    'micro_creche',
    434,
    8,
    379_660,
    [
      ['3521874', 'GALINDRAC', 'Rose', '2022-04-02', 40, 0, 34_000, null],
      ['3521874', 'GALINDRAC', 'Nino', '2024-12-19', 120, 8, 104_400, null],
      ['3118365', 'HUREPOIX-DELAUNOIR', 'Élise', '2023-07-25', 88, 0, 76_560, null],
      ['3118365', 'HUREPOIX-DELAUNOIR', 'Adam', '2026-03-11', 0, 0, 0, null],
      ['2840091', 'IMBERCOURT', 'Léonie', '2024-10-05', 54, 0, 45_900, '2026-10-16'],
      ['3699120', 'JOUVENCEAU', 'Sohan', '2025-08-28', 132, 0, 118_800, null],
    ],
  ],
  [
    'garde-a-domicile-10-2026',
    'home_care',
    185,
    31,
    428_700,
    [
      ['3047215', null, null, null, 36, 6, 82_800, null],
      ['3275540', null, null, null, 22, 0, 48_400, null],
      ['0410933', null, null, null, 48, 25, 117_600, null],
      ['3588216', null, null, null, 18, 0, 39_600, '2026-10-23'],
      ['3344708', null, null, null, 61, 0, 140_300, null],
    ],
  ],
])('%s is read to the cell, without anomaly', async (name, template, hours, specific, amount, lines) => {
  const sheets = await bench.reader.read(samplePath(name));
  const rows = await check(template, recognise(sheets, template).rows, at);

  expect(detect(sheets)).toBe(template);
  expect(rows.map(({ values }) => line(values))).toEqual(lines);
  expect(rows.map(({ number }) => number)).toEqual(lines.map((_, index) => index + 3));
  expect(rows.flatMap(({ anomalies }) => anomalies)).toEqual([]);
  expect(rows.every(({ values }) => values.month === '2026-10')).toBe(true);
  const sum = (key: 'hours' | 'specificHours' | 'amountCents') =>
    rows.reduce((total, { values }) => total + values[key]!, 0);
  expect([sum('hours'), sum('specificHours'), sum('amountCents')]).toEqual([hours, specific, amount]);
});

test.each<[string, TemplateCode]>([
  ['trame-micro-creche', 'micro_creche'],
  ['trame-garde-a-domicile', 'home_care'],
])('%s is recognised and has nothing to declare', async (name, template) => {
  const sheets = await bench.reader.read(samplePath(name));
  expect(detect(sheets)).toBe(template);
  expect(() => recognise(sheets, template)).toThrow(
    expect.objectContaining({ facts: { reason: 'no_data' } }),
  );
});

test('a children’s workbook says whose it is when the families’ one is expected, and the other way round', async () => {
  const children = await bench.reader.read(samplePath('micro-creche-10-2026'));
  const families = await bench.reader.read(samplePath('garde-a-domicile-10-2026'));
  const refused = expect.objectContaining({ facts: { reason: 'other_template' } });
  expect(() => recognise(children, 'home_care')).toThrow(refused);
  expect(() => recognise(families, 'micro_creche')).toThrow(refused);
});
