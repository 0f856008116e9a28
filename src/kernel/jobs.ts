/** Work for later: queued in the transaction of its cause, done by a worker, safe to do twice. */
import { Entity, Index, Unique } from 'typeorm';
import { CafColumn, Id, InstantColumn, IntegerColumn, JsonColumn, RefColumn, TextColumn } from './columns.js';
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
  /** The part of that record's work, from 0, where it is shared out. */
  part?: number;
}

/** How soon work is done, among what is due: what somebody waits for comes first, then the lots of a month, then what nobody waits for. */
export const priorities = { awaited: 1, usual: 2, bulk: 3, leisure: 4 } as const;
export type Priority = keyof typeof priorities;

export interface JobKind {
  readonly name: string;
  /** Usual when it is absent. */
  readonly priority?: Priority;
  /** How many times it is tried before it is set aside; the worker decides when it is absent. */
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

/** Thrown in the transactions of a worker that holds its job no more: another has it, and its effect is the only one. */
export class JobLost extends Error {
  override name = 'JobLost';
}

export const jobStates = ['queued', 'running', 'done', 'set_aside'] as const;
export type JobState = (typeof jobStates)[number];

/** One piece of work. A worker holds it by its lease; `fence` counts the claims, so that a late worker is known. */
@Entity()
@Unique('job_unique', ['deduplication'])
@Index('job_due', ['state', 'priority', 'runAt', 'id'])
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

  /** The one of the payload: whose administrators see it. */
  @CafColumn({ default: '' })
  caf: string;

  @TextColumn(10)
  state: JobState;

  /** Lower is sooner. */
  @IntegerColumn({ default: priorities.usual })
  priority: number;

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

  /** Workers it took along, one after the other, without having got anywhere: it may be what kills them. */
  @IntegerColumn({ default: 0 })
  losses: number;

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
    caf: payload.caf,
    state: 'queued',
    priority: priorities[kind.priority ?? 'usual'],
    runAt,
    leaseUntil: null,
    worker: null,
    fence: 0,
    attempts: 0,
    losses: 0,
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
