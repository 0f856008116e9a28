/** SIREN and SIRET: what can be told of a number without asking anybody (docs/decisions/0008). */
import { refusal } from '../kernel/refusal.js';

/** Its establishments are too many for Luhn's key: theirs is a digit sum that five divides (Insee). */
const LA_POSTE = '356000000';

const digitsOf = (text: string): number[] => Array.from(text, Number);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Luhn's formula: from the right, every second digit is doubled and its digits added; ten divides the sum. */
const holds = (digits: string): boolean =>
  sum(
    digitsOf(digits)
      .toReversed()
      .map((digit, rank) => (rank % 2 === 1 ? sum(digitsOf(String(digit * 2))) : digit)),
  ) %
    10 ===
  0;

const holdsAtLaPoste = (siret: string): boolean =>
  sirenOf(siret) === LA_POSTE && sum(digitsOf(siret)) % 5 === 0;

/** What may be wrong with a SIRET: the end of a sentence that begins with it. */
const faults = {
  NOT_DIGITS: ({ siret }: Malformed) =>
    `il ne doit contenir que des chiffres ; retirez « ${/\D/u.exec(siret)?.[0] ?? '…'} »`,
  LENGTH: ({ length }: Malformed) => `il doit avoir 14 chiffres, et celui-ci en a ${length}`,
  SIREN_KEY: () =>
    'ses neuf premiers chiffres (le SIREN) ne vont pas avec leur clé ; un chiffre est sans doute faux',
  SIRET_KEY: () => 'ses cinq derniers chiffres ne vont pas avec le SIREN ; un chiffre est sans doute faux',
};

export type SiretFault = keyof typeof faults;

interface Malformed {
  /** As it was read; cut when nobody would write so long. */
  siret: string;
  length: number;
  fault: SiretFault;
}

/** The nine digits of the legal entity. */
export const sirenOf = (siret: string): string => siret.slice(0, 9);

/**
 * What is wrong with a SIRET written without spaces; nothing when it may exist. Only the directory knows whether it
 * does: fourteen zeros are right here.
 */
export function siretFault(text: string): SiretFault | undefined {
  if (/\D/u.test(text)) return 'NOT_DIGITS';
  if (text.length !== 14) return 'LENGTH';
  if (!holds(sirenOf(text))) return 'SIREN_KEY';
  return holds(text) || holdsAtLaPoste(text) ? undefined : 'SIRET_KEY';
}

export const SiretMalformed = refusal<Malformed>(
  'SIRET_MALFORMED',
  (facts) => `SIRET : ${faults[facts.fault](facts)}.`,
);

const LONGEST_REPEATED = 40;

/**
 * A SIRET as people write it, spaces or not (those of any width can be read in one way only).
 *
 * @throws SIRET_MALFORMED naming what is wrong
 */
export function readSiret(text: string): string {
  const siret = text.replaceAll(/\s/gu, '');
  const fault = siretFault(siret);
  const { length } = siret;
  if (fault) throw SiretMalformed({ siret: siret.slice(0, LONGEST_REPEATED), length, fault });
  return siret;
}

/**
 * The intra-community VAT number that goes with a SIREN: `FR`, a key of two digits, the SIREN. It is computed: whether
 * the entity is liable to VAT is another matter.
 *
 * @param siren  9 digits
 */
export const vatNumberOf = (siren: string): string => {
  const key = (12 + 3 * (Number(siren) % 97)) % 97;
  return `FR${String(key).padStart(2, '0')}${siren}`;
};

/** `53417248100010` → `534 172 481 00010`, as companies write it. */
export const spacedSiret = (siret: string): string =>
  siret.replace(/^(\d{3})(\d{3})(\d{3})/, '$1\u00a0$2\u00a0$3\u00a0');
