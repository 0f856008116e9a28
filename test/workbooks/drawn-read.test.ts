/** Whatever rows the drawer writes, the reader reads back: drawn and read as in production, many rows a file. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { check, drawFilled, recognise, templates } from '../../src/workbooks/index.js';
import type { FilledRow, RowValues, TemplateCode } from '../../src/workbooks/index.js';
import { openBench } from './files.js';
import { at } from './typed-rows.js';

let bench: Awaited<ReturnType<typeof openBench>>;
beforeAll(async () => {
  bench = await openBench();
  bench.reader.keepWarm();
});
afterAll(() => bench.close());

/** A failure is told before the test's own time ends, however much smaller it could be made. */
const TRIED = { numRuns: 8, interruptAfterTimeLimit: 15_000 };
const ROWS = { minLength: 1, maxLength: 50 };

/** Letters of names in Latin, Vietnamese, Greek, Cyrillic, Hebrew, Arabic, Devanagari, Han, and beyond the first plane. */
const scripts = ['aéÈçÿœÆñßłŞ', 'ấỆđ', 'Ωάς', 'Жйё', 'שלום', 'محمد', 'किमी', '田中花', '𠮷'];
const wordOf = (script: string) =>
  fc.string({ unit: fc.constantFrom(...graphemes(script)), minLength: 1, maxLength: 8 });
const graphemes = (text: string): string[] =>
  [...new Intl.Segmenter('fr').segment(text)].map(({ segment }) => segment);

/** Words of one script or of several, a single mark between two. */
const name = fc
  .tuple(
    fc.array(fc.constantFrom(...scripts).chain(wordOf), { minLength: 1, maxLength: 4 }),
    fc.array(fc.constantFrom(' ', '-', "'", '’', ' - ', '. '), { minLength: 4, maxLength: 4 }),
  )
  .map(([words, marks]) => words.map((word, place) => (place > 0 ? marks[place] : '') + word).join(''))
  .map((text) => text.normalize('NFC'));

/** The same name as programs write it: accents apart, other blanks and hyphens. */
const writings: ((text: string) => string)[] = [
  (text) => text,
  (text) => text.normalize('NFD'),
  (text) => ` ${text.replaceAll(' ', '\u00a0 ')}`,
  (text) => `${text.replaceAll('-', '\u2010')}\u200b`,
];
const written = fc
  .tuple(name, fc.constantFrom(...writings))
  .map(([text, write]) => ({ text, as: write(text) }));

/** Every year that is accepted, and now and then the days beside the 29 February 1900 that Excel believes in. */
const day = fc
  .oneof(
    {
      weight: 9,
      arbitrary: fc.date({ min: new Date('1900-01-01'), max: new Date('2100-12-31'), noInvalidDate: true }),
    },
    fc.constantFrom('1900-01-01', '1900-02-28', '1900-03-01', '2100-12-31').map((text) => new Date(text)),
  )
  .map((date) => date.toISOString().slice(0, 10));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const row = fc.record({
  month: day.map((date) => date.slice(0, 7)),
  allocataire: fc.integer({ min: 1, max: 9_999_999 }).map((number) => String(number).padStart(7, '0')),
  lastName: written,
  firstName: written,
  birthDate: day,
  hours: maybe(fc.integer({ min: 0, max: 99_999 })),
  specificHours: fc.integer({ min: 0, max: 744 }),
  amountCents: maybe(fc.integer({ min: 0, max: 999_999_999 })),
  endOfCare: maybe(day),
});
type Row = typeof row extends fc.Arbitrary<infer R> ? R : never;

const drawn = ({ lastName, firstName, ...others }: Row): FilledRow => ({
  ...others,
  lastName: lastName.as,
  firstName: firstName.as,
});

/** Without the columns that this workbook does not have. */
const expected = (code: TemplateCode, { lastName, firstName, ...others }: Row): Partial<RowValues> => {
  const said = { ...others, lastName: lastName.text, firstName: firstName.text };
  const has = new Set<string>(
    templates[code].columns.map(({ key }) => (key === 'amount' ? 'amountCents' : key)),
  );
  return Object.fromEntries(
    Object.entries(said).map(([key, value]) => [key, has.has(key) ? (value ?? null) : null]),
  );
};

async function readBack(code: TemplateCode, rows: readonly FilledRow[]) {
  const { rows: found } = recognise(await bench.read(await drawFilled(code, rows)), code);
  return { found, checked: await check(code, found, at) };
}

test('rows of any names, days, months, hours and amounts come back the same', async () => {
  const codes = fc.constantFrom<TemplateCode>('micro_creche', 'family_creche', 'home_care');
  await fc.assert(
    fc.asyncProperty(codes, fc.array(row, ROWS), async (code, rows) => {
      const { checked } = await readBack(code, rows.map(drawn));
      expect(checked.map(({ values }) => values)).toEqual(rows.map((each) => expected(code, each)));
    }),
    TRIED,
  );
});

test('an emoji anywhere in a name is refused with its reason, and the name without it proposed', async () => {
  const emoji = fc.constantFrom('🌸', '👩‍👧', '❤️', '🇫🇷', '👍🏽');
  const spoilt = fc.tuple(row, emoji, fc.nat()).map(([each, drawing, place]) => {
    const letters = graphemes(each.firstName.text);
    const spot = place % (letters.length + 1);
    const as = [...letters.slice(0, spot), drawing, ...letters.slice(spot)].join('');
    return { ...each, firstName: { text: each.firstName.text, as } };
  });
  await fc.assert(
    fc.asyncProperty(fc.array(spoilt, ROWS), async (rows) => {
      const { checked } = await readBack('micro_creche', rows.map(drawn));
      const told = checked.map(({ values: { firstName }, anomalies }) => {
        const about = anomalies.find(({ key }) => key === 'firstName');
        return [firstName, about?.code, about?.proposed];
      });
      expect(told).toEqual(rows.map(({ firstName }) => [null, 'NAME_WITH_EMOJI', firstName.text]));
    }),
    TRIED,
  );
});

test('any other text is shown as it was written, whatever is in it', async () => {
  const unit = fc.oneof(
    fc.constantFrom('=', '+', '&', '<', ']]>', '"', '_x0041_', '\n', '\t', '\u0000', '\u0007', '\ufffe', ' '),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  );
  const text = fc.string({ unit, minLength: 1, maxLength: 60 }).map((middle) => `a${middle}z`);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(row, text), ROWS), async (rows) => {
      const { found } = await readBack(
        'micro_creche',
        rows.map(([each, lastName]) => ({ ...drawn(each), lastName })),
      );
      expect(found.map(({ cells }) => cells.lastName?.text)).toEqual(rows.map(([, lastName]) => lastName));
    }),
    TRIED,
  );
});
