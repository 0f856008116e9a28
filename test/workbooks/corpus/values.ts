/** The same cells in every way that a program or a person may write their values. */
import * as xml from './package.js';
import {
  book,
  change,
  declared,
  families,
  family,
  f,
  n,
  OCTOBER,
  row,
  t,
  child,
  children,
  type Case,
} from './package.js';

const date1904 = (all: xml.Parts): xml.Parts =>
  change(all, xml.WORKBOOK, (text) => text.replace('<sheets>', '<workbookPr date1904="1"/><sheets>'));

export const values: Record<string, Case> = {
  'dates-1904': {
    why: 'days counted from 1904',
    parts: date1904(book(declared([[n(44_834, 1), t('3047215'), n(36), n(0), n(828), n(44_856, 1)]]))),
  },
  'dates-1904-without-format': {
    why: 'the same, their format lost',
    parts: date1904(book(declared([[n(44_834), t('3047215'), n(36), n(0), n(828), n(44_856)]]))),
  },
  'serials-without-format': {
    template: 'micro_creche',
    why: 'days as bare numbers',
    parts: children(child({ 0: n(OCTOBER), 4: n(45_336) })),
  },
  'months-as-text': {
    why: 'the month in the ways people type it',
    parts: book(
      declared(
        ['10/2026', 'octobre 2026', 'oct-26', '2026-10', '01/10/2026', '10/26'].map((month, at) =>
          family(`304721${at}`).with(0, t(month)),
        ),
      ),
    ),
  },
  'days-as-text': {
    template: 'micro_creche',
    why: 'birth dates in the ways people type them',
    parts: children(
      ...['14/02/2024', '2024-02-14', '14.02.2024', '14/02/24', '30/02/2024', '02/14/2024'].map((day, at) =>
        child({ 1: t(`304721${at}`), 4: t(day) }),
      ),
    ),
  },
  'days-of-1900': {
    template: 'micro_creche',
    why: 'Excel’s 29 February 1900, and the days around it',
    parts: children(
      ...[0, 1, 59, 60, 61, -1, 2_958_466].map((serial, at) =>
        child({ 1: t(`304721${at}`), 4: n(serial, 1) }),
      ),
    ),
  },
  'number-formats': {
    template: 'micro_creche',
    why: 'formats that show a day or not: elapsed, French letters, literals',
    parts: xml.withFormat(
      children(child({ 0: n(OCTOBER, 5), 5: n(4.666_666_666_7, 2), 6: n(4, 4), 1: n(284_617, 3) })),
      '[$-40C]mmm\\-yy;@',
    ),
  },
  'french-format-letters': {
    template: 'micro_creche',
    why: 'a format written with the letters of French',
    parts: xml.withFormat(children(child({ 4: n(45_336, 5) })), 'jj/mm/aaaa'),
  },
  'numbers-as-text': {
    why: 'numbers stored as text',
    parts: book(declared([[n(OCTOBER, 1), t('3047215'), t('36'), t(' 0 '), t('828')]])),
  },
  'amounts-as-text': {
    why: 'decimal comma, spaces and no-break spaces, euro sign',
    parts: book(
      declared(
        [
          '1234,50',
          '1 234,50 €',
          '1\u00a0234,50\u00a0€',
          '1\u202f234,50',
          '985.60',
          '1.234,50',
          '12 34',
          '1.234',
        ].map((amount, at) => family(`304721${at}`, 100).with(4, t(amount))),
      ),
    ),
  },
  'binary-noise': {
    why: 'amounts and hours with the noise of binary fractions',
    parts: book(
      declared([
        family('3047210', 36, '828.00000000000011'),
        family('3047211', '36.000000000000007', '985.59999999999991'),
        family('3047212', 36, '828.005'),
        family('3047213', '3.6E1', '8.28E+2'),
      ]),
    ),
  },
  formulas: {
    why: 'formulas with the value they were saved with: plain, shared, array',
    parts: book(
      declared([
        [n(OCTOBER, 1), f('"30"&"47215"', '3047215', ' t="str"'), f('C9*2', 36), n(0), f('C3*23', 828)],
        [
          n(OCTOBER, 1),
          t('0410933'),
          '<c><f t="shared" ref="C4:C9" si="0">B1+1</f><v>48</v></c>',
          '<c><f t="shared" si="0"/><v>0</v></c>',
          '<c><f t="array" ref="E4">SUM(C4*24.5)</f><v>1176</v></c>',
          f('DATE(2026,10,23)', 46_318, ' s="1"'),
        ],
      ]),
    ),
  },
  'formulas-without-value': {
    why: 'formulas that no program computed',
    parts: book(
      declared([
        [n(OCTOBER, 1), t('3047215'), f('C9*2'), n(0), '<c><f>C3*23</f><v></v></c>', f('""', '', ' t="str"')],
      ]),
    ),
  },
  'errors-and-booleans': {
    why: 'errors of Excel, and VRAI where a number goes',
    parts: book(
      declared([
        [
          n(OCTOBER, 1),
          t('3047215'),
          '<c t="e"><v>#REF!</v></c>',
          '<c t="b"><v>0</v></c>',
          '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        ],
      ]),
    ),
  },
  guesses: {
    why: 'what needs a guess: proposed, never repaired',
    parts: book(
      declared([
        family('284617'),
        family('3047215K'),
        family('3 047 216'),
        [n(OCTOBER, 1), n(284_618), n(15.5), t('1 2'), t('1.234,50')],
        [n(OCTOBER, 1), t('3047217'), t('15h30'), n(0), n(828.456)],
      ]),
    ),
  },
  names: {
    template: 'micro_creche',
    why: 'accents, apostrophes, right to left, emoji',
    parts: children(
      child({ 1: t('3047210'), 2: t("D'ESTIENVILLE"), 3: t('Louis‑Marie') }),
      child({ 1: t('3047211'), 2: t('E\u0301PERNOTTE'), 3: t('ليلى') }),
      child({ 1: t('3047212'), 2: t('BEN\u00a0SAÏD'), 3: t('\u200fשרה') }),
      child({ 1: t('3047213'), 2: t('AUBREVAL'), 3: t('Zoé 🌸') }),
      child({ 1: t('3047214'), 2: t('AUBREVAL 2'), 3: t('\u202eeniluaP') }),
      child({ 1: t('3047216'), 2: t(`A${'É'.repeat(99)}`), 3: t(`A${'é'.repeat(600)}`) }),
    ),
  },
  'not-a-row': {
    why: 'a total, a signature, a row with its month only',
    parts: book(
      declared(families) +
        row(6, ['', t('TOTAL'), n(84), n(0), n(2004)]) +
        row(8, [t('Fait à Angers, la directrice')]) +
        row(9, [n(OCTOBER, 1)]),
    ),
  },
  duplicates: {
    template: 'micro_creche',
    why: 'the same child twice, once in disguise',
    parts: children(child(), child(), child({ 2: t('Jeanne'), 3: t('aubréval'), 5: n(90) })),
  },
};
