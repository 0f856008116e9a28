/** What looks into a file before anything reads it. */
import type { Readable } from 'node:stream';

/** `tooLarge`: beyond what it is set to look into. */
export type Verdict = 'clean' | 'infected' | 'tooLarge';

export interface Antivirus {
  /** @throws AntivirusSilent when it says nothing, in time, of these bytes: they are then not let through */
  scan(bytes: Readable): Promise<Verdict>;
}

/** The antivirus could not be asked, or did not answer. */
export class AntivirusSilent extends Error {}
