/** Named points of the work where the tests kill the process, to see what it leaves behind. */

/** What is done at each point that is passed; nothing, but under the tests. */
let passed: ((name: string) => void) | undefined;

/** A point between two steps of the work. */
export const failpoint = (name: string): void => passed?.(name);

/** Tells a listener of each point that is passed, or nobody. */
export const watchFailpoints = (listener?: (name: string) => void): void => {
  passed = listener;
};

/**
 * Has this process say the first of these points that it passes, and killed there as the system kills.
 *
 * @param spec  `attestations.printed,mail.posted`; empty: never
 */
export function armFailpoint(spec: string): void {
  if (!spec) return;
  const points = new Set(spec.split(','));
  watchFailpoints((name) => {
    if (!points.has(name)) return;
    // A pipe has it before the next statement.
    process.stdout.write(`${name}\n`);
    process.kill(process.pid, 'SIGKILL');
  });
}
