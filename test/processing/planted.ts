/** Cases as their people see them, and many at once: copies of one that the automaton opened. */
import { insertAll } from '../../src/kernel/database.js';
import { newId } from '../../src/kernel/id.js';
import { Person } from '../../src/identity/index.js';
import { Reassignment } from '../../src/processing/index.js';
import type { Bench } from '../bench.js';
import type { Caller, Seen } from '../caller.js';

/** @param each  what each copy has of its own; the rest is that of the first case there is */
export async function plantCases(
  { house: { database } }: Bench,
  count: number,
  each: (at: number) => Partial<Reassignment>,
): Promise<Reassignment[]> {
  const [first] = await database.reader.find(Reassignment, { order: { id: 'ASC' }, take: 1 });
  const cases = Array.from({ length: count }, (_, at) => {
    const own = { dueOn: '2026-11-15', ...each(at) };
    const ids = { id: newId(), rowId: newId(), turn: `${own.dueOn} ${newId()}` };
    return Object.assign(new Reassignment(), first, ids, own);
  });
  await database.write((em) => insertAll(em, Reassignment, cases));
  return cases;
}

export interface Case extends Seen {
  state: string;
  dueOn: string;
  overdue: boolean;
  month: string;
  holder: string | null;
  assigner: string | null;
  openSteps: string[];
}

export const CASE = 'id revision state dueOn overdue month holder assigner openSteps';

export const list = async (caller: Caller, asked = ''): Promise<Case[]> => {
  const { reassignments } = await caller.ask<{ reassignments: { edges: { node: Case }[] } }>(
    `{ reassignments${asked && `(${asked})`} { edges { node { ${CASE} } } } }`,
  );
  return reassignments.edges.map(({ node }) => node);
};

/** The id of somebody of the seed. */
export const idOf = async ({ house }: Bench, email: string): Promise<string> =>
  (await house.database.reader.findOneByOrFail(Person, { email })).id;
