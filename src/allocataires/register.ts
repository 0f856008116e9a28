/** What a Caf's records let somebody know who must not read them. */
import { setImmediate } from 'node:timers/promises';
import type { Claim, Register } from '../kernel/register.js';
import type { AllocataireRecord, Registry } from './registry.js';

/** Numbers asked at a stretch: some milliseconds of the event loop. */
const PART = 100;

/** The number is known, and one of the children was born that day where a day is claimed. */
const holds = (record: AllocataireRecord | undefined, { birthDate }: Claim): boolean =>
  record !== undefined &&
  (birthDate === null || record.children.some((child) => child.birthDate === birthDate));

export const registerOf = (registry: Registry): Register => ({
  async holds(caf, claims) {
    const answers: boolean[] = [];
    for (let at = 0; at < claims.length; at += PART) {
      if (at > 0) await setImmediate();
      const part = claims.slice(at, at + PART);
      const records = await registry.find(
        caf,
        part.map(({ allocataire }) => allocataire),
      );
      answers.push(...part.map((claim) => holds(records.get(claim.allocataire), claim)));
    }
    return answers;
  },
});
