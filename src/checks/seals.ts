/** What an attestation says is what was frozen and sealed, by a key of the house. */
import { MoreThan } from 'typeorm';
import type { EntityManager } from 'typeorm';
import type { SealKey } from '../attestations/index.js';
import { Attestation, isSealedBy, keysOf } from '../attestations/index.js';
import type { Breach, Invariant } from './invariant.js';
import { lasting } from './invariant.js';

/** Read at once: some kilobytes each. */
const PAGE = 500;

const after = (em: EntityManager, id: string): Promise<Attestation[]> =>
  em.find(Attestation, { where: { id: MoreThan(id) }, order: { id: 'ASC' }, take: PAGE });

/** The seal is over the fields, and the version and number they say, and the columns beside them say the same. */
function breachOf(keys: ReadonlyMap<string, SealKey>, attestation: Attestation): Breach[] {
  const { id, sealKeyId } = attestation;
  // Issued before there were seals.
  if (sealKeyId === null && attestation.fields.templateVersion === '2026-1') return [];
  const key = keys.get(sealKeyId ?? '');
  if (!key) return [{ id, why: 'clé inconnue' }];
  return isSealedBy(key, attestation) ? [] : [{ id, why: 'sceau rompu' }];
}

export const seals: readonly Invariant[] = [
  {
    name: 'SEAL_HOLDS',
    sentence: 'Le sceau de chaque attestation est celui de ce qu’elle dit',
    why: 'what was sealed is on paper already: what is kept may not say otherwise',
    find: lasting(async ({ em, progress }) => {
      const all = await em.count(Attestation);
      const keys = new Map((await keysOf({ em })).map((key) => [key.id, key]));
      const breaches: Breach[] = [];
      let looked = 0;
      for (let last = ''; ;) {
        const page = await after(em, last);
        if (page.length === 0) return { looked, breaches };
        last = page.at(-1)!.id;
        breaches.push(...page.flatMap((attestation) => breachOf(keys, attestation)));
        progress((looked += page.length), all);
      }
    }),
  },
];
