/** Programs of a partner, with the tokens that its manager makes for them. */
import { JournalEntry } from '../../src/kernel/journal.js';
import type { Bench } from '../bench.js';
import { who } from '../bench.js';
import type { Seen } from '../caller.js';
import { Caller } from '../caller.js';
import { structureOf } from '../month.js';

export interface Made extends Seen {
  program: Caller;
  secret: string;
  expiresAt: string;
}

export const CREATE = `mutation ($input: CreateAccessTokenInput!) {
  createAccessToken(input: $input) { secret accessToken { id revision expiresAt } }
}`;

/** What any program may ask, whatever it is answered. */
export const LIST = '{ declarations { totalCount } }';

interface Asked {
  /** The manager of Pirouette, unless another. */
  by?: Caller;
  [asked: string]: unknown;
}

async function make(bench: Bench, { by, ...more }: Asked): Promise<Made> {
  const manager = by ?? (await bench.person(who.habilitationManager));
  const input = {
    name: 'Crèches en ligne',
    structureIds: [await structureOf(manager)],
    operations: ['READ_DECLARATIONS', 'DEPOSIT_WORKBOOKS'],
    ...more,
  };
  const { createAccessToken } = await manager.ask<{
    createAccessToken: { secret: string; accessToken: Seen & { expiresAt: string } };
  }>(CREATE, { input });
  const { secret, accessToken } = createAccessToken;
  return { secret, program: new Caller(bench.address, secret), ...accessToken };
}

/** What the journal says of a token, in order. */
async function journalOf({ house }: Bench, subjectId: string): Promise<object[]> {
  const order = { sequence: 'ASC' } as const;
  const entries = await house.database.reader.find(JournalEntry, { where: { subjectId }, order });
  return entries.map(({ action, actorId, facts }) => ({ action, byItself: actorId === subjectId, ...facts }));
}

/** @param bench  asked when it is open */
export const programsOf = (bench: () => Bench) => ({
  make: (more: Asked = {}) => make(bench(), more),
  journalOf: (id: string) => journalOf(bench(), id),
});
