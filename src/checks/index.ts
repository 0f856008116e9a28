/** All that must hold of what is kept, and looking whether it does: beside a running service, writing nothing. */
import { verify } from '../kernel/journal.js';
import { chain } from './chain.js';
import { families } from './families.js';
import { files } from './files.js';
import type { Found, Invariant, Place } from './invariant.js';
import { nims } from './nims.js';
import { seals } from './seals.js';
import { versions } from './versions.js';
import { work } from './work.js';

export type { Breach, Found, Invariant, Place } from './invariant.js';
export { MOMENT } from './invariant.js';

const journal: Invariant = {
  name: 'JOURNAL_WHOLE',
  sentence: 'Le journal est entier, entrée après entrée',
  why: 'what happened is told as it happened, or it shows',
  find: async ({ em }) => {
    const verdicts = await verify(em);
    return {
      looked: verdicts.reduce((sum, { entries }) => sum + entries, 0),
      breaches: verdicts.flatMap(({ chain: id, broken }) =>
        broken ? [{ id: `${id}/${broken.sequence}`, why: broken.why }] : [],
      ),
    };
  },
};

/** In the order of the month. */
export const invariants: readonly Invariant[] = [
  ...files,
  ...chain,
  ...versions,
  ...nims,
  ...families,
  ...seals,
  ...work,
  journal,
];

export interface Verdict extends Found {
  invariant: Invariant;
}

/** Looks at one after the other. */
export async function* check(place: Place): AsyncGenerator<Verdict> {
  for (const invariant of invariants) yield { invariant, ...(await invariant.find(place)) };
}
