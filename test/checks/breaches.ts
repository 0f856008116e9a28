/** What the check finds broken in a place where nothing is at work. */
import type { EntityManager } from 'typeorm';
import type { Place } from '../../src/checks/index.js';
import { check } from '../../src/checks/index.js';
import type { House } from '../../src/kernel/context.js';

type Looked = Pick<House, 'database' | 'vault' | 'clock'>;

/** @param em  where a transaction is open */
export const placeOf = ({ database, vault, clock }: Looked, em: EntityManager = database.reader): Place => ({
  em,
  vault,
  now: clock(),
  moment: 0,
  progress: () => undefined,
});

/** Each by its rule, its id, and what is known of it. */
export async function breachesIn(place: Place): Promise<string[]> {
  const found: string[] = [];
  for await (const { invariant, breaches } of check(place))
    found.push(...breaches.map(({ id, why }) => [invariant.name, id, ...(why ? [why] : [])].join(' ')));
  return found;
}
