/** Work for later: queued in the transaction of its cause, done by a worker, safe to do twice. */
import { Entity, Index, Unique } from 'typeorm';
import { InstantColumn, Id, IntegerColumn, JsonColumn, RefColumn, TextColumn } from './columns.js';
import type { Instant } from './calendar.js';
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
}

export const defineJob = (name: string, attempts?: number): JobKind =>
  attempts ? { name, attempts } : { name };

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
  const job: Job = {
    id: newId(),
    kind: kind.name,
    deduplication: `${kind.name}:${payload.id}:${about}`,
    payload,
    state: 'queued',
    runAt: now,
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
