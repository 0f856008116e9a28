/** Computes the CMG of a month in the terminal, with the same trace as everywhere else. */
import type { CareType, CmgInput, CmgResult, TraceStep } from '../entitlements/index.js';
import {
  cares,
  careTypes,
  cmgOfMonth,
  impossible,
  missing,
  prepareKinds,
  ruleNames,
} from '../entitlements/index.js';
import { frenchMonthName } from '../kernel/calendar.js';
import { frenchEuros } from '../kernel/money.js';
import type { Status } from '../parameters/index.js';
import type { Asked, Values } from './command.js';
import { WrongUse } from './command.js';

const dashed = (careType: CareType): string => careType.replace('_', '-');

const SPACES = /[\s\u00a0\u202f]/g;
const WHOLE = /^\d{1,9}$/;
const EUROS = /^(\d{1,7})(?:[.,](\d{1,2}))?$/;

/** @throws WrongUse when a needed option is not there */
function required(values: Values, option: string): string {
  const value = values[option];
  if (typeof value !== 'string')
    throw new WrongUse(`Il manque --${option}. Voir « bin/habilis cmg --help ».`);
  return value.trim();
}

function whole(text: string, option: string): number {
  const digits = text.replaceAll(SPACES, '');
  if (!WHOLE.test(digits))
    throw new WrongUse(`--${option} : un nombre entier est attendu, et non « ${text} ».`);
  return Number(digits);
}

function spend(text: string): number {
  const parts = EUROS.exec(text.replaceAll(SPACES, '').replace(/€$/, ''));
  if (!parts) throw new WrongUse(`--spend : un montant en euros est attendu (1044,00), et non « ${text} ».`);
  return Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
}

function oneOf<T extends string>(text: string, option: string, words: Record<string, T>): T {
  const value = Object.hasOwn(words, text) ? words[text] : undefined;
  if (value === undefined)
    throw new WrongUse(`--${option} : ${Object.keys(words).join(', ')} attendu, et non « ${text} ».`);
  return value;
}

const careWords = Object.fromEntries(careTypes.map((careType) => [dashed(careType), careType]));
const prepareWords = Object.fromEntries(prepareKinds.map((prepare) => [prepare, prepare]));

const textOf = (values: Values, option: string, byDefault: string): string =>
  (values[option] as string) ?? byDefault;

/** @throws WrongUse for the first value that cannot be read, or that no month can hold */
function inputOf(values: Values): CmgInput {
  const careType = oneOf(required(values, 'care'), 'care', careWords);
  const births = required(values, 'birth')
    .split(',')
    .map((birth) => birth.trim());
  const isFamily = careType === 'home_care';
  if (!isFamily && births.length > 1)
    throw new WrongUse('--birth : une seule date de naissance, sauf en garde à domicile.');
  const input: CmgInput = {
    month: required(values, 'month'),
    careType,
    household: values.single ? 'single' : 'couple',
    childrenInCharge: whole(textOf(values, 'children', '1'), 'children'),
    childBirthDate: isFamily ? null : births[0]!,
    familyBirthDates: isFamily ? births : [],
    incomeN2: whole(required(values, 'income'), 'income'),
    hours: whole(required(values, 'hours'), 'hours'),
    specificHours: whole(textOf(values, 'specific', '0'), 'specific'),
    spendCents: spend(required(values, 'spend')),
    prepare: oneOf(textOf(values, 'prepare', 'none'), 'prepare', prepareWords),
    aah: Boolean(values.aah),
    aeeh: Boolean(values.aeeh),
    atypicalHoursCondition: Boolean(values.atypical),
  };
  const [fault] = impossible(input);
  if (fault) throw new WrongUse(fault);
  const [lacking] = missing(input);
  if (lacking) throw new WrongUse(`Il manque ${lacking}.`);
  return input;
}

const statusNames: Record<Status, string> = {
  confirmed: 'confirmé',
  derived: 'calculé',
  decided: 'décidé',
  'to confirm': 'à confirmer',
};

const WIDTH = 78;
const LABEL = 20;

/** The lines of a sentence, none longer than the width; no line starts with a colon. */
const wrapped = (sentence: string): string[] =>
  sentence
    .replaceAll(' :', '\u00a0:')
    .split(' ')
    .reduce<string[]>((lines, word) => {
      const last = lines.at(-1);
      const longer = `${last} ${word}`;
      if (last === undefined || longer.length > WIDTH) return [...lines, word];
      return [...lines.slice(0, -1), longer];
    }, []);

const column = (label: string, lines: string[]): string[] =>
  lines.map((line, at) => `  ${(at === 0 ? label : '').padEnd(LABEL)}${line}`);

const stepLines = ({ rule, sentence, figure }: TraceStep): string[] =>
  column(ruleNames[rule], [
    ...wrapped(sentence),
    ...(figure ? [`  ${statusNames[figure.status]}, ${figure.source}`] : []),
  ]);

const conclusion = (result: CmgResult): string =>
  result.right
    ? `CMG du mois : ${frenchEuros(result.amountCents)}${result.certain ? '' : ' (montant à confirmer)'}`
    : `Pas de CMG ce mois-ci. ${result.sentence}`;

const page = ({ careType, month }: CmgInput, result: CmgResult): string =>
  [
    `CMG, ${cares[careType].name.toLowerCase()}, ${frenchMonthName(month)}`,
    '',
    ...result.trace.filter(({ rule }) => rule !== 'PAID').flatMap(stepLines),
    '',
    conclusion(result),
  ].join('\n');

export async function cmg({ values }: Asked): Promise<number | void> {
  const input = inputOf(values);
  console.log(page(input, cmgOfMonth(input)));
}
