/** A family and its month, ordinary unless said otherwise. */
import type { CmgInput, CmgResult, RuleCode, TraceStep } from '../../../src/entitlements/index.js';
import { cmgOfMonth } from '../../../src/entitlements/index.js';

/** A couple in the first band, one child under 3, 160 hours at 9 € in a micro-crèche, in June 2024. */
export const ordinary: CmgInput = {
  month: '2024-06',
  careType: 'micro_creche',
  household: 'couple',
  childrenInCharge: 1,
  childBirthDate: '2022-11-15',
  incomeN2: 20_000,
  hours: 160,
  specificHours: 0,
  spendCents: 144_000,
  prepare: 'none',
  aah: false,
  aeeh: false,
  atypicalHoursCondition: false,
};

export const family = (changes: Partial<CmgInput> = {}): CmgInput => ({ ...ordinary, ...changes });

export const resultFor = (changes: Partial<CmgInput> = {}): CmgResult => cmgOfMonth(family(changes));

/** The amount in cents, or why there is none. */
export const outcomeFor = (changes: Partial<CmgInput> = {}): number | string => {
  const result = resultFor(changes);
  return result.right ? result.amountCents : result.reason;
};

export const rulesOf = ({ trace }: CmgResult): RuleCode[] => trace.map(({ rule }) => rule);

export const stepOf = ({ trace }: CmgResult, rule: RuleCode): TraceStep | undefined =>
  trace.find((step) => step.rule === rule);
