/** The tests, on both engines. */
import type { Asked } from './command.js';

export async function test({ args }: Asked): Promise<number | void> {
  const { runTests } = await import('#test');
  return runTests(args);
}
