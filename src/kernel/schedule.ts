/** When each piece of scheduled work last began, so that it begins once however many workers there are. */
import type { EntityManager } from 'typeorm';
import { Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from './calendar.js';
import { instant } from './calendar.js';
import { CafColumn, InstantColumn, TextColumn } from './columns.js';
import type { Context } from './context.js';

/** One line for each task of each Caf: every automaton does its own, with its own rights. */
@Entity()
export class Schedule {
  /** The task and the Caf. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id: string;

  @TextColumn(60)
  task: string;

  @CafColumn()
  caf: string;

  /** When it last began; null when it never did. */
  @InstantColumn({ nullable: true })
  beganAt: Instant | null;
}

/** A task and how often it is done, at most. */
export interface Recurring {
  name: string;
  minutes: number;
}

const idOf = ({ name }: Recurring, caf: string): string => `${name}:${caf}`;

/** What began then, or before, is due now. */
const threshold = ({ minutes }: Recurring, now: Date): Instant =>
  instant(new Date(now.getTime() - minutes * 60_000));

export interface Turn<Task> {
  task: Task;
  caf: string;
}

/** The turns that seem to have come: a look, that holds nothing. */
export async function turnsDue<Task extends Recurring>(
  em: EntityManager,
  now: Date,
  tasks: readonly Task[],
  cafs: readonly string[],
): Promise<Turn<Task>[]> {
  const began = new Map((await em.find(Schedule)).map(({ id, beganAt }) => [id, beganAt]));
  const turns = cafs.flatMap((caf) => tasks.map((task) => ({ task, caf })));
  return turns.filter(({ task, caf }) => (began.get(idOf(task, caf)) ?? '') <= threshold(task, now));
}

/**
 * Takes a turn in the current transaction; false when it has not come or another worker has it. What is queued in the
 * same transaction is then queued once.
 */
export async function takeTurn(ctx: Context, { task, caf }: Turn<Recurring>): Promise<boolean> {
  const id = idOf(task, caf);
  const take = async () => {
    const query = ctx.em.createQueryBuilder().update(Schedule).set({ beganAt: ctx.instant() });
    const due = threshold(task, ctx.now());
    const { affected } = await query
      .where('id = :id and (beganAt is null or beganAt <= :due)', { id, due })
      .execute();
    return affected === 1;
  };
  if (await take()) return true;
  // Inserted only when missing: two inserts of what exists would lock each other out.
  if (await ctx.em.existsBy(Schedule, { id })) return false;
  const line = { id, task: task.name, caf, beganAt: null };
  await ctx.em.createQueryBuilder().insert().into(Schedule).values(line).orIgnore().execute();
  return take();
}

/** When each task was last begun, by whichever automaton. */
export async function lastBegun({ em }: Context): Promise<Map<string, Instant>> {
  const lines = await em.find(Schedule, { order: { beganAt: 'ASC' } });
  return new Map(lines.flatMap(({ task, beganAt }) => (beganAt ? [[task, beganAt] as const] : [])));
}
