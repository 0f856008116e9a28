/** The letters that the demonstration's people have been written. */
import { setTimeout as pause } from 'node:timers/promises';
import { In } from 'typeorm';
import { CannotRun } from '../commands/command.js';
import type { Database } from '../kernel/database.js';
import { Job } from '../kernel/jobs.js';
import type { KeptLetter } from '../tools/outbox.js';
import { readOutbox } from '../tools/outbox.js';

const DEADLINE = 10_000;
/** A letter may wait for the automaton to print what it speaks of. */
const PATIENCE = 60_000;

/** How many letters the outbox holds, once the automata have nothing more to do. */
export async function countLetters({ reader }: Database, outbox: string): Promise<number> {
  for (const end = Date.now() + DEADLINE; Date.now() < end; await pause(100)) {
    if (!(await reader.existsBy(Job, { state: In(['queued', 'running']) }))) break;
  }
  return (await readOutbox(outbox)).length;
}

/** The letter whose subject ends or begins so, as soon as that person has it. */
export async function letterTo(outbox: string, email: string, subject: RegExp): Promise<KeptLetter> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(100)) {
    const letters = await readOutbox(outbox);
    const found = letters.findLast((letter) => letter.to === email && subject.test(letter.subject));
    if (found) return found;
  }
  throw new CannotRun('Une lettre attendue n’est pas arrivée : voir le journal technique.');
}

/** Where a letter leads. */
export const linkIn = ({ text }: KeptLetter): URL => new URL(/https?:\/\/\S+/.exec(text)![0]);
