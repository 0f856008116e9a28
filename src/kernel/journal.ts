/** The journal: one entry for each change, chained by SHA-256, never updated, never deleted. */
import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { Entity, PrimaryColumn, Unique } from 'typeorm';
import {
  DigestColumn,
  Id,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  RefColumn,
  TextColumn,
} from './columns.js';
import type { Instant } from './calendar.js';
import { insertAll } from './database.js';
import { newId } from './id.js';
import { inSlices } from './slices.js';

export type Facts = Record<string, string | number | boolean | null>;

/** What happened: who, when, to what. Facts hold numbers, codes and ids; never a person's data. */
@Entity()
@Unique('journal_entry_unique', ['chain', 'sequence'])
export class JournalEntry {
  @Id()
  id: string;

  /** A Caf's code: each Caf has its own chain, so that none waits for another. */
  @TextColumn(10)
  chain: string;

  @IntegerColumn()
  sequence: number;

  @InstantColumn()
  at: Instant;

  @RefColumn()
  actorId: string;

  @TextColumn(40)
  action: string;

  @TextColumn(40)
  subject: string;

  @RefColumn()
  subjectId: string;

  @JsonColumn()
  facts: Facts;

  @DigestColumn()
  previous: string;

  @DigestColumn()
  hash: string;
}

/** The end of each chain: its last number and hash. Updating it takes the chain's turn. */
@Entity()
export class JournalHead {
  @PrimaryColumn({ type: 'varchar', length: 10 })
  chain: string;

  @IntegerColumn()
  sequence: number;

  @DigestColumn()
  hash: string;
}

export type Happening = Pick<
  JournalEntry,
  'chain' | 'at' | 'actorId' | 'action' | 'subject' | 'subjectId' | 'facts'
>;

export const ORIGIN = '0'.repeat(64);
const CHUNK = 500;

const hashOf = (entry: Omit<JournalEntry, 'id' | 'hash'>): string => {
  const { chain, sequence, at, actorId, action, subject, subjectId, facts, previous } = entry;
  const sorted = Object.entries(facts).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const content = [chain, sequence, at, actorId, action, subject, subjectId, sorted, previous];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
};

/**
 * Appends to the chains, inside the transaction of what happened; last, so that a chain is held briefly.
 *
 * @returns the id of the last entry, if there is one: where it is, the whole transaction is
 */
export async function append(
  em: EntityManager,
  happenings: readonly Happening[],
): Promise<string | undefined> {
  const chains = new Set(happenings.map(({ chain }) => chain));
  let last: string | undefined;
  for (const chain of [...chains].toSorted()) {
    last = await appendTo(
      em,
      chain,
      happenings.filter((happening) => happening.chain === chain),
    );
  }
  return last;
}

export const isWritten = async (em: EntityManager, id: string | undefined): Promise<boolean> =>
  id !== undefined && (await em.existsBy(JournalEntry, { id }));

async function appendTo(em: EntityManager, chain: string, happenings: Happening[]): Promise<string> {
  const takeTurn = () => em.increment(JournalHead, { chain }, 'sequence', happenings.length);
  // Taken first, inserted only when missing: two inserts of what exists would lock each other out.
  if (!(await takeTurn()).affected) {
    const start = { chain, sequence: 0, hash: ORIGIN };
    await em.createQueryBuilder().insert().into(JournalHead).values(start).orIgnore().execute();
    await takeTurn();
  }
  const head = await em.findOneByOrFail(JournalHead, { chain });
  let { hash } = head;
  let sequence = head.sequence - happenings.length;
  const entries: JournalEntry[] = [];
  await inSlices(happenings, (happening) => {
    const entry = { ...happening, sequence: (sequence += 1), previous: hash };
    hash = hashOf(entry);
    entries.push({ id: newId(), ...entry, hash });
  });
  await insertAll(em, JournalEntry, entries);
  await em.update(JournalHead, { chain }, { hash });
  return entries.at(-1)!.id;
}

export type Verdict = { chain: string; entries: number; broken?: { sequence: number; why: string } };

/** Recomputes each chain from its origin to its head; they may grow meanwhile. */
export async function verify(em: EntityManager): Promise<Verdict[]> {
  // Read before the heads: a chain that begins meanwhile has its own.
  const begun = await em
    .createQueryBuilder(JournalEntry, 'entry')
    .select('DISTINCT entry.chain', 'chain')
    .getRawMany<{ chain: string }>();
  const heads = await em.find(JournalHead, { order: { chain: 'ASC' } });
  const headless = begun.filter(({ chain }) => !heads.some((head) => head.chain === chain));
  const verdicts = await Promise.all(heads.map(({ chain }) => verifyChain(em, chain)));
  return [
    ...verdicts,
    ...headless.map(({ chain }) => ({
      chain,
      entries: 0,
      broken: { sequence: 0, why: 'fin de chaîne absente' },
    })),
  ];
}

async function verifyChain(em: EntityManager, chain: string): Promise<Verdict> {
  let previous = ORIGIN;
  let sequence = 0;
  for (;;) {
    // Read before the entries: what it announces is there, and when nothing follows the two must agree.
    const head = await em.findOneByOrFail(JournalHead, { chain });
    const entries = await em
      .createQueryBuilder(JournalEntry, 'entry')
      .where('entry.chain = :chain and entry.sequence > :sequence', { chain, sequence })
      .orderBy('entry.sequence')
      .limit(CHUNK)
      .getMany();
    if (entries.length === 0) return { chain, entries: sequence, ...faultAtEnd(head, sequence, previous) };
    for (const entry of entries) {
      const why = faultOf(entry, sequence + 1, previous);
      if (why) return { chain, entries: sequence, broken: { sequence: sequence + 1, why } };
      previous = entry.hash;
      sequence += 1;
    }
  }
}

function faultAtEnd(head: JournalHead, sequence: number, previous: string): Pick<Verdict, 'broken'> {
  if (head.sequence > sequence) return { broken: { sequence: sequence + 1, why: 'entrée finale absente' } };
  if (head.sequence < sequence) return { broken: { sequence: head.sequence + 1, why: 'entrée ajoutée' } };
  return head.hash === previous ? {} : { broken: { sequence, why: 'contenu modifié' } };
}

function faultOf(entry: JournalEntry, expected: number, previous: string): string | undefined {
  if (entry.sequence !== expected) return 'entrée absente';
  if (entry.previous !== previous) return 'chaînage rompu';
  return entry.hash === hashOf(entry) ? undefined : 'contenu modifié';
}
