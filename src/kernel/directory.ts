/** The public directory of companies: what a feature asks of it, and what it may answer. */
import type { Day } from './calendar.js';

/** What the directory says of one establishment, in its own codes. Texts hold no control character and are bounded. */
export interface DirectoryEntry {
  siret: string;
  siren: string;
  /** Of the legal entity. */
  name: string;
  /** Insee's "catégorie juridique": 9220 is a declared association. */
  legalForm: string | null;
  /** Main activity in the NAF: 88.91A is the care of young children. */
  naf: string | null;
  createdOn: Day | null;
  /** Insee's band of the number of employees: 02 is 3 to 5. */
  workforce: string | null;
  /** Line by line; empty when the directory gives none. */
  address: string[];
  open: boolean;
}

/** `unknown`: it was asked and has none; `unavailable`: it could not be asked, or its answer could not be used. */
export type Found =
  | { kind: 'found'; entry: DirectoryEntry }
  | { kind: 'unknown' }
  | { kind: 'not_diffusible' }
  | { kind: 'unavailable' };

export interface Directory {
  /**
   * Never throws and never takes longer than its patience: nothing of the month may wait for it.
   *
   * @param siret  14 digits whose keys hold
   */
  find(siret: string): Promise<Found>;
}
