/** All that must hold of what is kept, and looking whether it does: beside a running service, writing nothing. */
import { chain } from './chain.js';
import { families } from './families.js';
import { files } from './files.js';
import type { Found, Invariant, Place } from './invariant.js';
import { journal } from './journal.js';
import { nims } from './nims.js';
import { seals } from './seals.js';
import { versions } from './versions.js';
import { work } from './work.js';

export type { Breach, Found, Invariant, Place } from './invariant.js';
export { MOMENT } from './invariant.js';

/** In the order of the month. */
export const invariants: readonly Invariant[] = [
  ...files,
  ...chain,
  ...versions,
  ...nims,
  ...families,
  ...seals,
  ...work,
  ...journal,
];

export interface Verdict extends Found {
  invariant: Invariant;
}

/** Looks at one after the other. */
export async function* check(place: Place): AsyncGenerator<Verdict> {
  for (const invariant of invariants) yield { invariant, ...(await invariant.find(place)) };
}
