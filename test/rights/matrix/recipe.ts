/** Ways of calling an operation on the things of the matrix, and what counts as granted. */
import type { GraphQLSchema } from 'graphql';
import type { Duty } from '../../../src/kernel/context.js';
import { Refusal } from '../../../src/kernel/refusal.js';
import { automaton } from '../../../src/rights/index.js';
import { automata } from '../../../workers/automata.js';
import { tasks } from '../../../workers/schedule.js';
import type { Bench } from '../../bench.js';
import type { Caller } from '../../caller.js';
import type { Answer, Arguments } from './call.js';
import { callField, refused } from './call.js';
import { stateOf } from './database.js';
import { automatonCafs } from './people.js';
import type { Things } from './things.js';

/** Who calls, on what. */
export interface Try {
  bench: Bench;
  schema: GraphQLSchema;
  /** `approver next door` */
  person: string;
  caller: Caller;
  things: Things;
  /** Whether the whole answer is wanted, or only whether there is one. */
  whole: boolean;
}

/** @param operation  what stands before the comma in the entry's name */
export type Recipe = (operation: string, asked: Try) => Promise<Answer>;

export type Of<T> = (things: Things) => T;

/** A field of the schema, with these arguments. */
export const field =
  (given: Of<Arguments> = () => ({})): Recipe =>
  (operation, { schema, caller, things, whole }) =>
    callField(schema, caller, operation, given(things), whole);

interface Connection {
  edges: { node: { id: string } }[];
}

/** A list: granted when it holds the thing, of which alone the answer then tells. */
export const list =
  (idOf: (things: Things, person: string) => string, given: Of<Arguments> = () => ({})): Recipe =>
  async (operation, { schema, caller, person, things, whole }) => {
    const answer = await callField(schema, caller, operation, { first: 50, ...given(things) }, whole);
    if (!answer.granted) return answer;
    const edges = (answer.data as Connection).edges.filter(({ node }) => node.id === idOf(things, person));
    return edges.length > 0 ? { granted: true, data: { edges } } : refused(200, 'NOT_LISTED', '');
  };

async function heard(response: Response): Promise<Answer> {
  const body = Buffer.from(await response.arrayBuffer());
  if (response.ok) return { granted: true, data: null };
  const { code, message } = JSON.parse(body.toString()) as { code: string; message: string };
  return refused(response.status, code, message);
}

export const get =
  (path: Of<string>): Recipe =>
  async (_operation, { caller, things }) =>
    heard(await caller.send('GET', path(things)));

export const page = (path: string): Recipe => get(() => path);

export const put =
  (
    path: Of<string>,
    bytesOf: Of<Buffer> = ({ bytes }) => bytes,
    headers: Record<string, string> = {},
  ): Recipe =>
  async (_operation, { caller, things }) =>
    heard(await caller.send('PUT', path(things), bytesOf(things), headers));

/** A job that nobody else takes. */
const unshared = (): Duty => ({ isDone: false, hold: () => Promise.resolve() });

const isSame = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other);

/** A reading is told each time, and the directory's last answer stands: that is what they are for. */
const askedAgain = { consultation: '', structure_check: '' };

/**
 * A job, done by the automaton of that person's Caf as a worker would: granted when something came of it. What came of
 * it ended the job in the same transaction, or a worker frozen in between would do it twice; delivered again, nothing
 * more comes of it.
 */
export const job =
  (idOf: Of<string>): Recipe =>
  async (operation, { bench, person, things }) => {
    const kind = operation.slice('job '.length);
    const caf = automatonCafs[person]!;
    const handler = automata(bench.house).find((it) => it.kind === kind)!;
    const payload = { id: idOf(things), caf, revision: 1 };
    const deliver = async () => {
      const duty = unshared();
      await handler.run(automaton(bench.house, caf).doing(operation, duty), payload);
      return duty;
    };
    const before = await stateOf(bench);
    try {
      const { isDone } = await deliver();
      const once = await stateOf(bench);
      if (isSame(once, before)) return refused(404, 'NOTHING_DONE', '');
      if (!isDone) throw new Error(`${kind} ends in a transaction of its own`);
      await deliver();
      if (!isSame({ ...(await stateOf(bench)), ...askedAgain }, { ...once, ...askedAgain }))
        throw new Error(`${kind} twice is not once`);
      return { granted: true, data: null };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return refused(404, error.code, error.message);
    }
  };

/** A task of the clock, done by the automaton of that person's Caf: granted when it was done to the thing. */
export const task =
  (isDone: (bench: Bench, things: Things) => Promise<unknown>): Recipe =>
  async (operation, { bench, person, things }) => {
    const { run } = tasks.find(({ name }) => `task ${name}` === operation)!;
    await automaton(bench.house, automatonCafs[person]!).transaction(run);
    return (await isDone(bench, things)) ? { granted: true, data: null } : refused(200, 'NOT_LISTED', '');
  };

export const step = (name: string, on: Of<{ id: string; revision: number }>, more: Arguments = {}): Recipe =>
  field((things) => ({ ...on(things), step: name, ...more }));

interface Decision {
  refusal: { code: string; sentence: string } | null;
}

/** Many at once, each with its own answer: granted when the one was decided. */
export const deciding =
  (decision: 'ACCEPT' | 'REFUSE', reason?: string): Recipe =>
  async (operation, { schema, caller, things: { requestSent } }) => {
    const decisions = [{ ...requestSent, decision, reason }];
    const answer = await callField(schema, caller, operation, { decisions }, true);
    if (!answer.granted) return answer;
    const [{ refusal }] = answer.data as [Decision];
    return refusal ? refused(200, refusal.code, refusal.sentence) : answer;
  };

/** A count tells nothing of what one may not read: granted when it counts the thing. */
export const counted =
  (state: string): Recipe =>
  async (operation, { schema, caller }) => {
    const answer = await callField(schema, caller, operation, {}, true);
    if (!answer.granted) return answer;
    const counts = answer.data as { state: string; count: number }[];
    const found = counts.some((one) => one.state === state && one.count > 0);
    return found ? answer : refused(200, 'NOT_LISTED', '');
  };

/** Ends one's other sessions: granted when there was one. */
export const endingOthers: Recipe = async (operation, { schema, caller, whole }) => {
  const answer = await callField(schema, caller, operation, {}, whole);
  return answer.granted && answer.data === 0 ? refused(200, 'NOTHING_DONE', '') : answer;
};

export const ownSession: Recipe = (operation, { schema, caller, person, things, whole }) => {
  const id = things.sessions[person] ?? things.anothersSessionId;
  return callField(schema, caller, operation, { id }, whole);
};

export const onRow = (rowId: Of<string>, more: Arguments = {}): Recipe =>
  field((things) => ({ ...things.draft, rowId: rowId(things), ...more }));
