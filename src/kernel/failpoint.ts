/** Named points of the work where the tests kill or freeze the process, to see what it leaves behind. */

/** What is done at each point that is passed; nothing, but under the tests. */
let passed: ((name: string) => void) | undefined;

/** A point between two steps of the work. */
export const failpoint = (name: string): void => passed?.(name);

/** Tells a listener of each point that is passed, or nobody. */
export const watchFailpoints = (listener?: (name: string) => void): void => {
  passed = listener;
};

/**
 * Has this process say the first of these points that it passes, and killed there as the system kills, or stopped.
 *
 * @param spec  `attestations.printed,mail.posted`, or `attestations.printed:SIGSTOP`; empty: never
 */
export function armFailpoint(spec: string): void {
  if (!spec) return;
  const signals = new Map(spec.split(',').map((each) => each.split(':') as [string, string | undefined]));
  watchFailpoints((name) => {
    if (!signals.has(name)) return;
    // A pipe has it before the next statement.
    process.stdout.write(`${name}\n`);
    const signal = signals.get(name) ?? 'SIGKILL';
    // Woken, it goes on.
    signals.delete(name);
    process.kill(process.pid, signal);
  });
}
