/** What the CMG of a month is computed from. */
import type { Day, Month } from '../../kernel/calendar.js';
import type { Cents } from '../../kernel/money.js';

export const careTypes = ['micro_creche', 'family_creche', 'home_care'] as const;
export type CareType = (typeof careTypes)[number];

export const households = ['couple', 'single'] as const;
export type Household = (typeof households)[number];

/** How much the beneficiary of the PreParE works: none is no PreParE, half is 50 % or less, part is 50 to 80 %, full is a full stop. */
export const prepareKinds = ['none', 'half', 'part', 'full'] as const;
export type Prepare = (typeof prepareKinds)[number];

export type Scale = 'A' | 'B';

interface Care {
  /** For people, in French. */
  name: string;
  scale: Scale;
  /** One amount for each child, or one for the family. */
  per: 'child' | 'family';
  /** Whether an hourly price above the ceiling takes the right away. */
  hasPriceCeiling: boolean;
}

/** The types of care, as articles L. 531-6 and D. 531-23 have them: a micro-crèche is in scale A. */
// oxfmt-ignore
export const cares: Record<CareType, Care> = {
  micro_creche:  { name: 'Micro-crèche',     scale: 'A', per: 'child',  hasPriceCeiling: true },
  family_creche: { name: 'Crèche familiale', scale: 'B', per: 'child',  hasPriceCeiling: true },
  home_care:     { name: 'Garde à domicile', scale: 'A', per: 'family', hasPriceCeiling: false },
};

export interface CmgInput {
  /** The month of care. */
  month: Month;
  careType: CareType;
  household: Household;
  /** 1 or more, the child in care included. */
  childrenInCharge: number;
  /** The child in care; null when the workbook does not name it, as in home care. */
  childBirthDate: Day | null;
  /** Home care only: the children of the record, one of whom at least is in care. */
  familyBirthDates?: readonly Day[];
  /** Net categorical income of the year N-2, in whole euros, as on the tax notice. */
  incomeN2: number;
  /** Whole hours of the month, rounded down, the specific ones included. */
  hours: number;
  /** Whole hours at night (22:00 to 06:00), on Sundays and public holidays. */
  specificHours: number;
  /** Paid by the family for the month. */
  spendCents: Cents;
  prepare: Prepare;
  /** Somebody in the couple receives the allocation aux adultes handicapés. */
  aah: boolean;
  /** The child receives the allocation d'éducation de l'enfant handicapé. */
  aeeh: boolean;
  /** Both members of the couple, or the single parent, work at atypical hours. */
  atypicalHoursCondition: boolean;
}

/** What a record and a row hold of it: anything may be absent or null. */
export type PartialCmgInput = { [K in keyof CmgInput]?: CmgInput[K] | null };
