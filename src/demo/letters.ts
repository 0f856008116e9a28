/** The letters that the demonstration's people have been written. */
import { In } from 'typeorm';
import type { Database } from '../kernel/database.js';
import { Job } from '../kernel/jobs.js';
import { readOutbox } from '../tools/outbox.js';

const DEADLINE = 10_000;
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/** How many letters the outbox holds, once the automata have nothing more to do. */
export async function countLetters({ reader }: Database, outbox: string): Promise<number> {
  for (const end = Date.now() + DEADLINE; Date.now() < end; await pause(100)) {
    if (!(await reader.existsBy(Job, { state: In(['queued', 'running']) }))) break;
  }
  return (await readOutbox(outbox)).length;
}
