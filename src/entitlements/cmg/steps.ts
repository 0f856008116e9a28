/** The steps of the amount, told in order: the band, the published amount, what raises or halves it, what is paid. */
import { figure } from '../../parameters/index.js';
import type { Banding, Basis, Uplift, Worth } from './amount.js';
import { amountFor, prepareShare, rounded, upliftCount, uplifted } from './amount.js';
import type { DecidingChild } from './age.js';
import { cares, type CmgInput } from './input.js';
import type { TraceStep } from './trace.js';
import { doubt } from './trace.js';
import { euros, hoursText, percent, wholeEuros } from './wording.js';

const bandNames = { 1: 'première tranche', 2: 'deuxième tranche', 3: 'troisième tranche' } as const;
const rateNames = { full: 'montant entier', half: 'montant de moitié' } as const;
const householdNames = { couple: 'couple', single: 'parent seul' } as const;

/** What the rules take for granted, because neither the row nor the record says it. */
export const assumed: TraceStep = Object.freeze({
  rule: 'ASSUMED',
  sentence:
    'La demande de CMG est connue et la condition d’activité des parents est remplie : ce calcul ne les vérifie pas.',
  inputs: {},
});

const careStepOf = (careType: CmgInput['careType']): TraceStep => {
  const { name, scale, per } = cares[careType];
  return Object.freeze({
    rule: 'CARE_TYPE',
    sentence: `${name} : barème ${scale}, un montant par ${per === 'child' ? 'enfant' : 'famille'}.`,
    inputs: { careType },
  });
};

export const careSteps = {
  micro_creche: careStepOf('micro_creche'),
  family_creche: careStepOf('family_creche'),
  home_care: careStepOf('home_care'),
} as const;

export const childStep = ({ birthDate, otherwise }: DecidingChild, changes: boolean): TraceStep => ({
  rule: 'CHILD_UNNAMED',
  sentence:
    'La garde à domicile ne nomme pas l’enfant : l’âge retenu est celui du plus jeune enfant connu de la famille.' +
    (changes ? ' À confirmer : un autre enfant gardé donnerait un autre montant.' : ''),
  inputs: { birthDate, otherwise: otherwise ?? null },
});

function placeOf({ band, ceilings: [first, second] }: Banding): string {
  if (band === 1) return `au plus ${wholeEuros(first.value)}`;
  if (band === 3) return `plus de ${wholeEuros(second.value)}`;
  return `plus de ${wholeEuros(first.value)} et au plus ${wholeEuros(second.value)}`;
}

export function bandStep(
  { month, incomeN2, household, childrenInCharge }: CmgInput,
  { band, ceilings }: Banding,
): TraceStep {
  const family = `${householdNames[household]}, ${childrenInCharge} enfant${childrenInCharge > 1 ? 's' : ''} à charge`;
  return {
    rule: 'BAND',
    sentence: `Revenus de ${Number(month.slice(0, 4)) - 2} : ${wholeEuros(incomeN2)}, ${placeOf({ band, ceilings })} (${family}) : ${bandNames[band]}.`,
    inputs: { incomeN2, household, childrenInCharge },
    figure: ceilings[band === 1 ? 0 : 1],
  };
}

const derivedText = (status: string): string =>
  status === 'derived' ? ' (calculé depuis la BMAF, non publié)' : '';

export function amountSteps(input: CmgInput, { band, rate }: Basis): TraceStep[] {
  const couple = amountFor(input, band, 'couple', rate);
  const said = `Barème ${cares[input.careType].scale}, ${bandNames[band]}, ${rateNames[rate]}`;
  const base: TraceStep = {
    rule: 'AMOUNT',
    sentence: `${said} : ${euros(couple.value)} au plus${derivedText(couple.status)}.`,
    inputs: { band, rate },
    figure: couple,
    cents: couple.value,
  };
  if (input.household === 'couple') return [base];
  const single = amountFor(input, band, 'single', rate);
  const uplift = percent(figure('single_parent_uplift', input.month).value);
  return [
    base,
    {
      rule: 'SINGLE_PARENT',
      sentence: `Parent seul : montant majoré de ${uplift}, ${euros(single.value)}${derivedText(single.status)}.`,
      inputs: { household: 'single' },
      figure: single,
      cents: single.value,
    },
  ];
}

const upliftNames: Record<Uplift['rule'], (input: CmgInput) => string> = {
  AAH: () => 'Allocation aux adultes handicapés (AAH)',
  AEEH: () => 'Allocation d’éducation de l’enfant handicapé (AEEH)',
  ATYPICAL_HOURS: ({ specificHours }) => `${hoursText(specificHours)} la nuit, le dimanche ou un jour férié`,
};

const upliftInputs: Record<Uplift['rule'], (input: CmgInput) => TraceStep['inputs']> = {
  AAH: ({ aah }) => ({ aah }),
  AEEH: ({ aeeh }) => ({ aeeh }),
  ATYPICAL_HOURS: ({ specificHours, atypicalHoursCondition }) => ({ specificHours, atypicalHoursCondition }),
};

/** Specific hours that raise nothing: people ask why. */
function withoutUplift(input: CmgInput): TraceStep {
  const threshold = figure('atypical_hours_threshold', input.month);
  const why =
    input.specificHours < threshold.value
      ? `moins de ${threshold.value}`
      : 'mais les parents ne travaillent pas à ces horaires (les deux, en couple)';
  return {
    rule: 'ATYPICAL_HOURS',
    sentence: `${upliftNames.ATYPICAL_HOURS(input)}, ${why} : pas de majoration.`,
    inputs: upliftInputs.ATYPICAL_HOURS(input),
    figure: threshold,
  };
}

/** Each uplift with the amount as it stands after it; `changes` is whether the way they combine could change the result. */
export function upliftSteps(input: CmgInput, basis: Basis, changes: boolean): TraceStep[] {
  const steps = basis.uplifts.map(({ rule, figure }, at): TraceStep => {
    const cents = rounded(uplifted(input, { ...basis, uplifts: basis.uplifts.slice(0, at + 1) }));
    return {
      rule,
      sentence: `${upliftNames[rule](input)} : montant majoré de ${percent(figure.value)}, ${euros(cents)}.`,
      inputs: upliftInputs[rule](input),
      figure,
      cents,
    };
  });
  if (input.specificHours > 0 && steps.at(-1)?.rule !== 'ATYPICAL_HOURS') steps.push(withoutUplift(input));
  const count = upliftCount(input, basis);
  if (count < 2) return steps;
  const added = figure('uplifts_added', input.month);
  const how = basis.added ? 's’additionnent, chacune sur le montant d’un couple' : 'se multiplient';
  steps.push({
    rule: 'UPLIFTS',
    sentence: `Les ${count} majorations ${how}.${doubt(added, changes)}`,
    inputs: { uplifts: count },
    figure: added,
  });
  return steps;
}

const prepareSentences = {
  half: (amount: string) => `PreParE pour un travail à mi-temps ou moins : montant de moitié, ${amount}.`,
  part: (amount: string) => `PreParE pour un travail de plus de 50 % à 80 % : montant entier, ${amount}.`,
};

export function prepareSteps(input: CmgInput, { maximum: cents }: Worth): TraceStep[] {
  const { prepare } = input;
  if (prepare !== 'half' && prepare !== 'part') return [];
  const share = prepareShare(input);
  return [
    {
      rule: 'PREPARE',
      sentence: prepareSentences[prepare](euros(cents)),
      inputs: { prepare },
      ...(share && { figure: share }),
      cents,
    },
  ];
}

export function paidSteps(
  { month, spendCents }: CmgInput,
  { maximum, limit, paid }: Worth,
  certain: boolean,
): TraceStep[] {
  const share = figure('share_of_spend', month);
  const compared =
    limit < maximum
      ? `, moins que le montant maximal de ${euros(maximum)}`
      : ` ; le montant maximal, ${euros(maximum)}, est versé en entier`;
  return [
    {
      rule: 'SHARE_OF_SPEND',
      sentence: `${percent(share.value)} de la dépense de ${euros(spendCents)} : ${euros(limit)}${compared}.`,
      inputs: { spendCents, maximumCents: maximum },
      figure: share,
      cents: limit,
    },
    {
      rule: 'PAID',
      sentence: `CMG du mois : ${euros(paid)}.${certain ? '' : ' Montant à confirmer.'}`,
      inputs: {},
      cents: paid,
    },
  ];
}
