/** What is done by the clock: one list, each task once per Caf however many workers there are. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Context, House } from '../src/kernel/context.js';
import type { Recurring, Turn } from '../src/kernel/schedule.js';
import { takeTurn, turnsDue } from '../src/kernel/schedule.js';
import { framesOf } from '../src/kernel/trace.js';
import { HOUSE } from '../src/identity/index.js';
import { Caf } from '../src/partners/index.js';
import { automaton } from '../src/rights/index.js';
import { conventionsWatch } from './conventions.js';
import { jobsForgetting } from './jobs.js';
import { forgetting } from './consultations.js';
import { checkingFiles } from './filing.js';
import { tokensWatch } from './habilitations.js';
import { sessionsWatch, sweeping } from './identity.js';
import { unsentWatch } from './messages.js';
import { rechecking } from './partners.js';

/** It queues jobs and does nothing slow: it runs in the transaction that takes its turn. */
export interface Task extends Recurring {
  /** In French. */
  what: string;
  why: string;
  /** Who does it: the automaton of each Caf, that of the house, or all of them. */
  by: 'each Caf' | 'the house' | 'all';
  run: (ctx: Context) => Promise<void>;
}

export const tasks: readonly Task[] = [
  rechecking,
  conventionsWatch,
  tokensWatch,
  forgetting,
  sweeping,
  sessionsWatch,
  unsentWatch,
  jobsForgetting,
  checkingFiles,
];

export interface Scheduler {
  /** Finishes what is under way and begins nothing more. */
  stop(): Promise<void>;
}

const LOOK = 30_000;

/** Begins what is due, for the house and for every Caf. */
export async function runDue(house: House, all: readonly Task[] = tasks): Promise<void> {
  const { reader } = house.database;
  const cafs = await reader.find(Caf, { order: { code: 'ASC' } });
  const codes = cafs.map(({ code }) => code);
  const ofCafs = await turnsDue(
    reader,
    house.clock(),
    all.filter(({ by }) => by !== 'the house'),
    codes,
  );
  const ofHouse = await turnsDue(
    reader,
    house.clock(),
    all.filter(({ by }) => by !== 'each Caf'),
    [HOUSE],
  );
  for (const turn of [...ofHouse, ...ofCafs]) await begin(house, turn);
}

/** A task that fails keeps its turn for the next look, and holds up no other. */
async function begin(house: House, turn: Turn<Task>): Promise<void> {
  const { task, caf } = turn;
  try {
    await automaton(house, caf).transaction(async (ctx) => {
      if (await takeTurn(ctx, turn)) await task.run(ctx);
    });
  } catch (error) {
    const { name, stack } = error as Error;
    house.log.error({ task: task.name, caf, error: name, at: framesOf(stack) });
  }
}

/** Looks at the clock until stopped. */
export function startSchedule(house: House, all: readonly Task[] = tasks): Scheduler {
  const stopping = new AbortController();
  const { signal } = stopping;
  const looking = (async () => {
    while (!signal.aborted) {
      await runDue(house, all).catch(({ name, stack }: Error) => {
        house.log.error({ schedule: name, at: framesOf(stack) });
      });
      await pause(LOOK, undefined, { signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await looking;
    },
  };
}
