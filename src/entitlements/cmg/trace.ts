/** How a result explains itself: each rule in order, what it looked at, its figure and what it concluded. */
import type { Cents } from '../../kernel/money.js';
import type { Figure } from '../../parameters/index.js';

/** Every rule, in the order in which they are applied, and what people call it. */
export const ruleNames = {
  ASSUMED: 'Supposé',
  CARE_TYPE: 'Mode de garde',
  CARE_GIVEN: 'Garde du mois',
  CHILD_UNNAMED: 'Enfant gardé',
  AGE: 'Âge',
  PREPARE_STOP: 'PreParE',
  HOURLY_PRICE: 'Tarif horaire',
  MINIMUM_HOURS: 'Heures minimales',
  BAND: 'Ressources',
  AMOUNT: 'Montant maximal',
  SINGLE_PARENT: 'Parent seul',
  AAH: 'AAH',
  AEEH: 'AEEH',
  ATYPICAL_HOURS: 'Horaires atypiques',
  UPLIFTS: 'Cumul',
  PREPARE: 'PreParE',
  SHARE_OF_SPEND: 'Part de la dépense',
  PAID: 'CMG du mois',
} as const;
export type RuleCode = keyof typeof ruleNames;

export interface TraceStep {
  rule: RuleCode;
  /** In French. */
  sentence: string;
  /** What the rule looked at, by name. */
  inputs: Record<string, number | string | boolean | null>;
  /** The figure of the law that it used; absent when the rule has none. */
  figure?: Figure;
  /** What the amount is after this rule. */
  cents?: Cents;
}

export const reasons = [
  'NO_CARE',
  'NO_SPEND',
  'NOT_BORN',
  'TOO_OLD',
  'PREPARE_FULL_STOP',
  'PRICE_ABOVE_CEILING',
  'HOURS_BELOW_MINIMUM',
] as const;
export type NoRightReason = (typeof reasons)[number];

interface Explained {
  /** Whether the result stands whatever the figures marked to confirm, and the child that is not named, turn out to be. */
  certain: boolean;
  trace: TraceStep[];
}

/** The CMG of a month: an amount, or no right and why (the sentence is in French). It is plain JSON. */
export type CmgResult =
  | ({ right: true; amountCents: Cents } & Explained)
  | ({ right: false; reason: NoRightReason; sentence: string } & Explained);

/** What people read beside a figure to confirm, whether or not the result depends on it. */
export const doubt = ({ status }: Figure, decides: boolean): string => {
  if (status !== 'to confirm') return '';
  return decides ? ' À confirmer : le résultat en dépend.' : ' À confirmer, sans effet sur ce résultat.';
};
