/** What a command is: a line of the table in main.ts. */
import type { ParseArgsConfig } from 'node:util';
import type { Config } from '../config.js';

export type Values = Record<string, string | boolean | undefined>;

export interface Command {
  /** What follows the command's name. */
  usage?: string;
  options?: NonNullable<ParseArgsConfig['options']>;
  /** One line per option, in French. */
  help?: readonly string[];
  /** Hands every argument on as it is. */
  raw?: boolean;
  /** Answers the exit code; nothing is 0. */
  run(asked: { config: Config; values: Values; args: string[] }): Promise<number | void>;
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
