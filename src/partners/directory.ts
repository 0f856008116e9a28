/** What the company directory says of a SIRET, put in French for a person to confirm; it never holds anything up. */
import type { Day } from '../kernel/calendar.js';
import { frenchDay } from '../kernel/calendar.js';
import type { Context } from '../kernel/context.js';
import type { DirectoryEntry, Found } from '../kernel/directory.js';
import { NotFound } from '../kernel/refusal.js';
import type { Coded } from './nomenclatures.js';
import { activities, coded, legalForms, workforceBands } from './nomenclatures.js';
import { readSiret, vatNumberOf } from './siret.js';

/** An establishment as the directory describes it. It belongs to no Caf: whoever may read one may read any. */
export class Establishment {
  siret: string;
  siren: string;
  name: string;
  legalForm: Coded | null;
  naf: Coded | null;
  createdOn: Day | null;
  workforce: Coded | null;
  vatNumber: string;
  address: string[];
  open: boolean;
}

export const directoryAnswers = [
  'found',
  'unknown',
  'not_diffusible',
  'unavailable',
] as const satisfies readonly Found['kind'][];
export type DirectoryAnswer = (typeof directoryAnswers)[number];

const CLOSED = 'L’annuaire indique que cet établissement est fermé : vérifiez le SIRET auprès du partenaire.';
const LATER = 'Vous pouvez continuer : la vérification sera refaite automatiquement.';

/** What a person reads: what is known, and that they may go on. */
const sentences: Record<DirectoryAnswer, string> = {
  found: 'Vérifiez qu’il s’agit bien de cet établissement.',
  unknown: `L’annuaire des entreprises ne connaît pas ce SIRET. Vérifiez-le. ${LATER}`,
  not_diffusible: `L’annuaire ne diffuse pas les informations de cet établissement. ${LATER}`,
  unavailable: `L’annuaire des entreprises ne répond pas pour le moment. ${LATER}`,
};

export interface EstablishmentAnswer {
  kind: DirectoryAnswer;
  sentence: string;
  establishment: Establishment | null;
}

export const establishmentOf = ({ legalForm, naf, workforce, ...entry }: DirectoryEntry): Establishment =>
  Object.assign(new Establishment(), entry, {
    legalForm: coded(legalForm, legalForms),
    naf: coded(naf, activities),
    workforce: coded(workforce, workforceBands),
    vatNumber: vatNumberOf(entry.siren),
  });

export const sentenceOf = (kind: DirectoryAnswer, open = true): string => (open ? sentences[kind] : CLOSED);

/** What is told of a structure that was confirmed: when, and whether it is still open. */
export const confirmedSentence = (on: Day, open: boolean): string =>
  open ? `Confirmé par l’annuaire des entreprises le ${frenchDay(on)}.` : CLOSED;

function answerOf(found: Found): EstablishmentAnswer {
  const establishment = found.kind === 'found' ? establishmentOf(found.entry) : null;
  return { kind: found.kind, sentence: sentenceOf(found.kind, establishment?.open), establishment };
}

/**
 * What the directory says of a SIRET typed by a person.
 *
 * @throws SIRET_MALFORMED naming what is wrong; NOT_FOUND for who may not ask
 */
export async function findEstablishment(ctx: Context, text: string): Promise<EstablishmentAnswer> {
  if (!ctx.can('read', Establishment)) throw NotFound({ what: 'Établissement', id: '' });
  return answerOf(await ctx.house.directory.find(readSiret(text)));
}
