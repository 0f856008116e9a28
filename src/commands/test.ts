/** The tests, on both engines. */
import type { Command } from './command.js';

export const test: Command = {
  raw: true,
  async run({ args }) {
    const { runTests } = await import('../../test/run.js');
    return runTests(args);
  },
};
