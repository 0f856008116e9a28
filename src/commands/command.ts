/** What a command is: an entry of the table in table.ts. */
import type { ParseArgsConfig } from 'node:util';
import type { Config } from '../config.js';

export type Values = Record<string, string | boolean | undefined>;

/** What a command is asked with. */
export interface Asked {
  config: Config;
  values: Values;
  /** As typed, for a command that hands them on. */
  args: string[];
}

export interface Command {
  /** One line, in French. */
  summary: string;
  /** What follows the command's name. */
  usage?: string;
  /** What it takes besides its options, by that name. */
  takes?: string;
  options?: NonNullable<ParseArgsConfig['options']>;
  /** One line per option, in French. */
  help?: readonly string[];
  /** Hands every argument on as it is. */
  raw?: boolean;
  /** Loads the work and does it; answers the exit code, nothing is 0. */
  run: (asked: Asked) => Promise<number | void>;
}

/** Wrong use: one clear line, exit 2. */
export class WrongUse extends Error {}

/** It cannot go on, and the person can do something about it: one clear line each, exit 1. */
export class CannotRun extends Error {
  constructor(...lines: string[]) {
    super(lines.join('\n'));
  }
}

/** Waits for the person or the system to end the program. */
export const untilStopped = (): Promise<void> =>
  new Promise((done) => {
    process.once('SIGINT', () => done());
    process.once('SIGTERM', () => done());
  });
