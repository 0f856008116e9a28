/** The families' records of a Caf, asked by somebody who must not read them: right or wrong, and nothing else. */
import type { Day } from './calendar.js';

/** What is claimed of a family, and of one of its children where a day of birth is told. */
export interface Claim {
  /** 7 digits, without the key letter. */
  allocataire: string;
  birthDate: Day | null;
}

export interface Register {
  /** Whether the Caf's records hold each of these, in order. */
  holds(caf: string, claims: readonly Claim[]): Promise<boolean[]>;
}
