/** The things of the matrix that belong to accounts: links, sessions, tries. */
import { randomBytes } from 'node:crypto';
import {
  AccessLink,
  Attempts,
  ForgottenPassword,
  HOUSE,
  Person,
  Session,
  secretOf,
  sendLink,
} from '../../../src/identity/index.js';
import { Habilitation } from '../../../src/habilitations/index.js';
import { newId } from '../../../src/kernel/id.js';
import { Mail, tell } from '../../../src/mail/index.js';
import type { Structure } from '../../../src/partners/index.js';
import { automaton } from '../../../src/rights/index.js';
import type { Bench } from '../../bench.js';
import { who } from '../../bench.js';
import type { People } from './people.js';
import { programs } from './people.js';

/** The links of an account: one to tell of, one told of by a letter that waits. */
export async function links(bench: Bench) {
  const { reader } = bench.house.database;
  const person = await reader.findOneByOrFail(Person, { email: who.declarant });
  const house = automaton(bench.house, HOUSE);
  await house.transaction(async (ctx) => {
    await sendLink(ctx, person, 'activation');
    await sendLink(ctx, person, 'reset');
  });
  const linkOf = (purpose: AccessLink['purpose']) =>
    reader.findOneByOrFail(AccessLink, { personId: person.id, purpose });
  const { id: activationId } = await linkOf('activation');
  const reset = await linkOf('reset');
  const { id: resetId } = reset;
  await tell(house, 'reset', { id: resetId, caf: HOUSE });
  const letter = await reader.findOneByOrFail(Mail, { kind: 'reset', subjectId: resetId });
  return { activationId, resetId, resetSecret: secretOf(bench.house, reset), accountMailId: letter.id };
}

/** An account: invited a while ago, or whose password was chosen today; an address that was said to be forgotten. */
export async function accounts(bench: Bench, { id: structureId, partnerId, caf }: Structure) {
  const names = { civility: 'Madame', firstName: 'Elsa', lastName: 'Vidal' } as const;
  const invited = { id: newId(), email: 'elsa.vidal@pirouette.example', passwordHash: '', ...names };
  const held = { id: newId(), personId: invited.id, role: 'financialProvider' as const };
  const asked = { id: newId(), caf: HOUSE, email: who.otherApprover, askedAt: '2026-11-05T08:00:00.000Z' };
  const { id: changedId } = await bench.house.database.reader.findOneByOrFail(Person, {
    email: who.approver,
  });
  await bench.house.database.write(async (em) => {
    await em.insert(Person, invited);
    const since = '2026-01-01T00:00:00.000Z';
    await em.insert(Habilitation, { ...held, caf, partnerId, structureId, since });
    await em.insert(ForgottenPassword, asked);
    await em.update(Person, { id: changedId }, { passwordSetAt: '2026-11-05T08:00:00.000Z' });
  });
  return { invitedId: invited.id, forgottenId: asked.id, changedId };
}

/** Another open session of each person, one of somebody else, one left long ago; tries that count no more. */
export async function sessions({ house }: Bench, { names }: People) {
  const { reader } = house.database;
  const { id: another } = await reader.findOneByOrFail(Person, { email: who.declarant });
  const now = house.clock();
  const at = (minutes: number): string => new Date(now.getTime() + minutes * 60_000).toISOString();
  const opened = (personId: string, lastSeenAt = at(0)) => ({
    id: newId(),
    personId,
    tokenHash: randomBytes(32).toString('hex'),
    createdAt: at(-120),
    lastSeenAt,
    expiresAt: at(600),
  });
  const owners = [...names].filter(([, name]) => !programs.includes(name));
  const own = owners.map(([personId]) => opened(personId));
  const [anothers, left] = [opened(another), opened(another, at(-90))];
  const tries = { id: newId(), what: randomBytes(32).toString('hex'), tries: 3, until: at(-1) };
  await house.database.write(async (em) => {
    await em.insert(Session, [...own, anothers, left]);
    await em.insert(Attempts, { ...tries, caf: HOUSE, counted: 'account' });
  });
  return {
    sessions: Object.fromEntries(owners.map(([, name], rank) => [name, own[rank]!.id])),
    anothersSessionId: anothers.id,
    leftSessionId: left.id,
    triesId: tries.id,
  };
}
