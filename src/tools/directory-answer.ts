/** Reads an answer of the company directory: nothing of it is believed beyond its shape. */
import { isDay } from '../kernel/calendar.js';
import type { DirectoryEntry, Found } from '../kernel/directory.js';

/** The answer does not have the directory's public shape. */
export class AnswerUnusable extends Error {
  override name = 'AnswerUnusable';
}

type Fields = Record<string, unknown>;

const LONGEST_NAME = 200;
const LONGEST_ADDRESS = 300;
/** What the directory writes in place of what a person asked it to keep to itself. */
const MASKED = '[NON-DIFFUSIBLE]';

function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new AnswerUnusable();
  return value as Fields;
}

/** @param absent  whether nothing at all stands for an empty list */
function listOf(value: unknown, absent = false): Fields[] {
  if (absent && (value === undefined || value === null)) return [];
  if (!Array.isArray(value)) throw new AnswerUnusable();
  return value.map(fieldsOf);
}

/** One line of plain text: no control, direction or lone half of a character; cut at so many characters. */
function lineOf(value: unknown, longest: number): string {
  if (typeof value !== 'string') return '';
  const plain = value
    .replaceAll(/\s/gu, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .replaceAll(/ +/g, ' ')
    .trim();
  return Array.from(plain.slice(0, 2 * longest))
    .slice(0, longest)
    .join('');
}

const codeOf = (value: unknown, shape: RegExp): string | null =>
  typeof value === 'string' && shape.test(value) ? value : null;

/** The directory gives one line; the post code begins the second. */
function addressOf({ adresse, code_postal: postCode }: Fields): string[] {
  const line = lineOf(adresse, LONGEST_ADDRESS);
  const at = codeOf(postCode, /^\d{5}$/) === null ? -1 : line.lastIndexOf(` ${String(postCode)} `);
  return (at > 0 ? [line.slice(0, at), line.slice(at + 1)] : [line]).filter((part) => part !== '');
}

/** `O`: diffusible; `P` and `N` are not, and then names and addresses are masked. */
const isMasked = (unit: Fields, establishment: Fields): boolean =>
  [unit.statut_diffusion, establishment.statut_diffusion_etablissement].some(
    (status) => status === 'P' || status === 'N',
  ) || [unit.nom_complet, establishment.adresse].includes(MASKED);

function entryOf(siret: string, unit: Fields, establishment: Fields): DirectoryEntry {
  const { siren } = unit;
  const name = lineOf(unit.nom_raison_sociale, LONGEST_NAME) || lineOf(unit.nom_complet, LONGEST_NAME);
  const state = establishment.etat_administratif;
  if (siren !== siret.slice(0, 9) || name === '' || (state !== 'A' && state !== 'F'))
    throw new AnswerUnusable();
  const { date_creation: created } = establishment;
  return {
    siret,
    siren,
    name,
    legalForm: codeOf(unit.nature_juridique, /^\d{4}$/),
    naf: codeOf(establishment.activite_principale ?? unit.activite_principale, /^\d{2}\.\d{2}[A-Z]$/),
    createdOn: typeof created === 'string' && isDay(created) ? created : null,
    workforce: codeOf(establishment.tranche_effectif_salarie, /^(\d{2}|NN)$/),
    address: addressOf(establishment),
    open: state === 'A',
  };
}

/**
 * The search is a fuzzy one: the establishment asked for must be among those that match.
 *
 * @param body  the whole answer, parsed
 * @throws AnswerUnusable when it does not have the public shape
 */
export function foundIn(body: unknown, siret: string): Found {
  for (const unit of listOf(fieldsOf(body).results)) {
    const establishment = listOf(unit.matching_etablissements, true).find((one) => one.siret === siret);
    if (!establishment) continue;
    return isMasked(unit, establishment)
      ? { kind: 'not_diffusible' }
      : { kind: 'found', entry: entryOf(siret, unit, establishment) };
  }
  return { kind: 'unknown' };
}
