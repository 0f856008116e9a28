/** The CMG of a structure: what a month of care is worth, explained rule by rule. */
import { figure, mayTurn } from '../../parameters/index.js';
import type { DecidingChild, Rate } from './age.js';
import { decidingChild } from './age.js';
import type { Basis, Worth } from './amount.js';
import { bandOf, upliftCount, upliftsOf, worthOf } from './amount.js';
import type { Verdict } from './conditions.js';
import { conditions } from './conditions.js';
import type { CmgInput, PartialCmgInput } from './input.js';
import { missing } from './missing.js';
import {
  amountSteps,
  assumed,
  bandStep,
  careSteps,
  childStep,
  paidSteps,
  prepareSteps,
  upliftSteps,
} from './steps.js';
import type { CmgResult, TraceStep } from './trace.js';

export * from './input.js';
export { impossible, missing, scaleMonths } from './missing.js';
export { reasons as noRightReasons, ruleNames } from './trace.js';
export type { CmgResult, NoRightReason, RuleCode, TraceStep } from './trace.js';

interface Judged {
  input: CmgInput;
  child: DecidingChild;
  verdicts: Verdict[];
}

/** Every condition, up to the one that refuses. */
function judge(input: CmgInput, child: DecidingChild): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const condition of conditions) {
    const verdict = condition(input, child);
    if (verdict) verdicts.push(verdict);
    if (verdict?.refuses) return verdicts;
  }
  return verdicts;
}

const opening = ({ input, child, verdicts }: Judged, childChanges = false): TraceStep[] => [
  assumed,
  careSteps[input.careType],
  ...(child.isNamed ? [] : [childStep(child, childChanges)]),
  ...verdicts.map(({ step }) => step),
];

/** What could be otherwise: whether the amount would change with it. */
function doubtsOf({ input, child }: Judged, basis: Basis, { paid }: Worth) {
  const added = figure('uplifts_added', input.month);
  const isOther = (other: Partial<Basis>) => worthOf(input, { ...basis, ...other }).paid !== paid;
  return {
    child: child.otherwise !== undefined && isOther({ rate: child.otherwise }),
    uplifts: upliftCount(input, basis) > 1 && mayTurn(added, (value) => isOther({ added: value })),
  };
}

function paidResult(judged: Judged): CmgResult {
  const { input, child, verdicts } = judged;
  const banding = bandOf(input);
  const { value: added } = figure('uplifts_added', input.month);
  const basis: Basis = { band: banding.band, rate: child.rate as Rate, uplifts: upliftsOf(input), added };
  const worth = worthOf(input, basis);
  const doubts = doubtsOf(judged, basis, worth);
  const certain = !doubts.child && !doubts.uplifts && !verdicts.some(({ isDoubtful }) => isDoubtful);
  const trace = opening(judged, doubts.child);
  trace.push(
    bandStep(input, banding),
    ...amountSteps(input, basis),
    ...upliftSteps(input, basis, doubts.uplifts),
    ...prepareSteps(input, worth),
    ...paidSteps(input, worth, certain),
  );
  return { right: true, amountCents: worth.paid, certain, trace };
}

/**
 * What a month of care is worth, or why it is worth nothing, with its trace.
 * Integers throughout. The amount is rounded once, to the nearest cent, after
 * every uplift and reduction; it never exceeds 85 % of the spend.
 *
 * @param input  possible values (see `impossible`), nothing missing (see `missing`)
 * @throws ParameterMissing for a month outside `scaleMonths`
 * @throws RangeError when no child is known
 * @see docs/decisions/0006-cmg-rules.md
 */
export function cmgOfMonth(input: CmgInput): CmgResult {
  const child = decidingChild(input);
  const verdicts = judge(input, child);
  const judged = { input, child, verdicts };
  const { refuses, step, isDoubtful = false } = verdicts.at(-1)!;
  if (!refuses) return paidResult(judged);
  return {
    right: false,
    reason: refuses,
    sentence: step.sentence,
    certain: !isDoubtful,
    trace: opening(judged),
  };
}

/** The CMG of the month, or what is missing to compute it, in French. Plain JSON. */
export function estimate(partial: PartialCmgInput): { estimate: CmgResult } | { missing: string[] } {
  const lacking = missing(partial);
  if (lacking.length > 0) return { missing: lacking };
  // The condition is asked only when it decides: see `missing`.
  const atypicalHoursCondition = partial.atypicalHoursCondition ?? false;
  const familyBirthDates = partial.familyBirthDates ?? [];
  const childBirthDate = partial.childBirthDate ?? null;
  return {
    estimate: cmgOfMonth({
      ...(partial as CmgInput),
      atypicalHoursCondition,
      familyBirthDates,
      childBirthDate,
    }),
  };
}
