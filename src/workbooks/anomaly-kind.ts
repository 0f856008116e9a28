/** What an entry of the catalogue of anomalies says, and to whom. */
import type { Day, Month } from '../kernel/calendar.js';
import { figure, type Figure, type Parameter } from '../parameters/index.js';
import type { ColumnKey } from './template.js';

/** The month of the declaration and the day of the check. */
export interface At {
  month: Month;
  today: Day;
}

/** What a sentence names beside the row, by its name between braces: another row, what was declared the month before. */
export type Facts = Readonly<Record<string, string | number>>;

export type Text = string | ((at: At) => string);

/** Where rules come from: how people are told, and the section of docs/sources.md. */
// oxfmt-ignore
export const origins = {
  workbook:     { said: 'le classeur de la Caf et ses consignes',                              section: 'monthly-workbook' },
  siblings:     { said: 'les consignes des Caf sur les attestations mensuelles du CMG',        section: 'monthly-workbook' },
  controls:     { said: 'les contrôles automatiques annoncés par les Caf aux structures',      section: 'monthly-workbook' },
  monthsBack:   { said: 'la prescription de deux ans des prestations familiales (article L. 553-1 du code de la sécurité sociale)', section: 'months-back' },
  ageLimit:     { said: 'articles D. 531-20 et R. 552-3 du code de la sécurité sociale',       section: 'age-limit' },
  minimumHours: { said: 'la fiche officielle de 2024 sur le CMG en structure, à confirmer pour les mois depuis septembre 2025', section: 'minimum-hours' },
  hourlyPrice:  { said: 'la fiche officielle de 2024 sur le CMG en micro-crèche',              section: 'hourly-price' },
  decided:      { said: 'un contrôle décidé par ce service',                                   section: 'decided-controls' },
} as const satisfies Record<string, { said: string; section: string }>;

export interface Kind {
  /** A blocking anomaly stops the submission; a warning travels with the declaration. */
  blocking: boolean;
  /** The cells that may carry it: it concerns the templates that have one of them. */
  cells: readonly ColumnKey[];
  /** It speaks of a child: templates whose rows are families are not concerned. */
  ofChild?: true;
  /** What is wrong, in French. */
  sentence: Text;
  /** What to do about it, in French. */
  toDo: string;
  /** What the cell should hold, in French. */
  expected: Text;
  /** Why it is looked at, in French. */
  help: string;
  origin: keyof typeof origins;
}

/** A text of the catalogue, said for that month and day, of these facts. */
export const say = (text: Text, at: At, facts: Facts = {}): string =>
  (typeof text === 'string' ? text : text(at)).replace(/\{(\p{L}+)\}/gu, (hole, name: string) =>
    String(facts[name] ?? hole),
  );

/** Why it is looked at, and where that comes from. */
export const helpOf = ({ help, origin }: Kind): string => `${help} Source : ${origins[origin].said}.`;

/** The figure of a control: those of the house are dated too. */
export const threshold = (parameter: Parameter, { month }: At): number => figure(parameter, month).value;

/** A figure that is not confirmed says so wherever it decides. */
export const said = ({ value, status }: Figure): string =>
  status === 'to confirm' ? `${value} (chiffre à confirmer)` : String(value);
