/** Work for later: queued in the transaction of its cause, done by a worker, safe to do twice. */
import { Entity, Index, Unique } from 'typeorm';
import { InstantColumn, Id, IntegerColumn, JsonColumn, RefColumn, TextColumn } from './columns.js';
import type { Instant } from './calendar.js';
import { instant } from './calendar.js';
import type { Context } from './context.js';
import { newId } from './id.js';

/** What every job carries: the record it is about, and the Caf in whose name the automaton acts. */
export interface JobPayload {
  id: string;
  caf: string;
  /** The revision of that record that made the work, where it matters. */
  revision?: number;
}

export interface JobKind {
  readonly name: string;
  /** How many times it is tried before it is kept as failed; the worker decides when it is absent. */
  readonly attempts?: number;
  /** Milliseconds before it is due: whoever asks for it does it first, and dequeues it, unless they are killed. */
  readonly delay?: number;
}

export const defineJob = (name: string, more: Omit<JobKind, 'name'> = {}): JobKind => ({ name, ...more });

/** Thrown by work that waits for something outside the house: it is tried again later, as often as it takes. */
export class Postponed extends Error {
  /** @param delay  milliseconds */
  constructor(readonly delay: number) {
    super();
    this.name = 'Postponed';
  }
}

export const jobStates = ['queued', 'running', 'done', 'failed'] as const;
export type JobState = (typeof jobStates)[number];

/** One piece of work. A worker holds it by its lease; `fence` counts the claims, so that a late worker is known. */
@Entity()
@Unique('job_unique', ['deduplication'])
@Index('job_next', ['state', 'runAt'])
export class Job {
  @Id()
  id: string;

  @TextColumn(60)
  kind: string;

  /** The same work asked twice is one job. */
  @TextColumn(120)
  deduplication: string;

  @JsonColumn()
  payload: JobPayload;

  @TextColumn(10)
  state: JobState;

  @InstantColumn()
  runAt: Instant;

  @InstantColumn({ nullable: true })
  leaseUntil: Instant | null;

  @RefColumn({ nullable: true })
  worker: string | null;

  @IntegerColumn({ default: 0 })
  fence: number;

  @IntegerColumn({ default: 0 })
  attempts: number;

  /** Why the last attempt failed: the name of the error, never its text. */
  @TextColumn(120, { nullable: true })
  lastError: string | null;

  @InstantColumn()
  createdAt: Instant;

  @InstantColumn({ nullable: true })
  doneAt: Instant | null;
}

const deduplicationOf = ({ name }: JobKind, id: string, about: string | number): string =>
  `${name}:${id}:${about}`;

/**
 * Queues a job in the current transaction; workers are told after the commit.
 *
 * @param about  what tells this work from other work of its kind on the same record, such as a version
 */
export async function enqueue(
  ctx: Context,
  kind: JobKind,
  payload: JobPayload,
  about: string | number = '',
): Promise<void> {
  ctx.afterCommit(() => ctx.house.wakeWorkers());
  const now = ctx.instant();
  const runAt = kind.delay ? instant(new Date(ctx.now().getTime() + kind.delay)) : now;
  const job: Job = {
    id: newId(),
    kind: kind.name,
    deduplication: deduplicationOf(kind, payload.id, about),
    payload,
    state: 'queued',
    runAt,
    leaseUntil: null,
    worker: null,
    fence: 0,
    attempts: 0,
    lastError: null,
    createdAt: now,
    doneAt: null,
  };
  await ctx.em.createQueryBuilder().insert().into(Job).values(job).orIgnore().execute();
}

/** What was queued is done already: nobody takes it up. In the transaction that did it. */
export async function dequeue(ctx: Context, kind: JobKind, id: string): Promise<void> {
  const now = ctx.instant();
  const deduplication = deduplicationOf(kind, id, '');
  await ctx.em.update(Job, { deduplication, state: 'queued' }, { state: 'done', doneAt: now, runAt: now });
}
