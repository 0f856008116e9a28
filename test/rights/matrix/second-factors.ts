/** Second factors in the matrix: each person is given one, in the state that is tried, just before they call. */
import { Secret, TOTP } from 'otpauth';
import {
  HOUSE,
  Person,
  RecoveryCode,
  SecondFactor,
  Session,
  newSecret,
} from '../../../src/identity/index.js';
import { newId } from '../../../src/kernel/id.js';
import type { Bench } from '../../bench.js';
import { who } from '../../bench.js';
import type { Arguments } from './call.js';
import { callField } from './call.js';
import { emailOf } from './people.js';
import type { Recipe } from './recipe.js';

/** Chosen and not confirmed; owed by the session; shown in it. */
type FactorState = 'begun' | 'owed' | 'shown';

/** Gives the person a second factor in that state; answers the code that their device shows. */
async function give({ house }: Bench, person: Person, state: FactorState): Promise<string> {
  const { secret, sealed } = newSecret(house, person);
  const { id: personId } = person;
  const now = house.clock().toISOString();
  const confirmedAt = state === 'begun' ? null : now;
  await house.database.write(async (em) => {
    await em.insert(SecondFactor, {
      id: newId(),
      personId,
      secret: sealed,
      lastStep: 0,
      revision: 1,
      createdAt: now,
      confirmedAt,
    });
    await em.update(Session, { personId }, { secondFactorAt: state === 'shown' ? now : null });
  });
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: house.clock().getTime() });
}

/** A field that asks for a code: of the caller's own device, when they may have one. */
export const withFactor =
  (state: FactorState, more: Arguments = {}): Recipe =>
  async (operation, { bench, schema, caller, person, whole }) => {
    const found = await bench.house.database.reader.findOneBy(Person, { email: emailOf(person) });
    const code = found ? await give(bench, found, state) : '000000';
    return callField(schema, caller, operation, { code, ...more }, whole);
  };

/** Of people who are tried on nothing: one put on, one given up, and a recovery code that served. */
export async function factors({ house }: Bench) {
  const { reader } = house.database;
  const at = '2026-11-05T08:00:00.000Z';
  const holder = await reader.findOneByOrFail(Person, { email: who.otherApprover });
  const former = await reader.findOneByOrFail(Person, { email: who.otherAdviser });
  const like = { lastStep: 0, revision: 1, createdAt: at, caf: HOUSE };
  const on = { ...like, id: newId(), personId: holder.id, secret: 'sealed 7Q2M', confirmedAt: at };
  const off = { ...like, id: newId(), personId: former.id, secret: '', endedAt: at };
  const code = { id: newId(), personId: holder.id, hash: 'f7'.repeat(32), usedAt: at };
  await house.database.write(async (em) => {
    await em.insert(SecondFactor, [on, off]);
    await em.insert(RecoveryCode, code);
  });
  return { factorOnId: on.id, factorOffId: off.id, usedCodeId: code.id };
}
