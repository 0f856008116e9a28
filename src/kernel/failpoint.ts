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
 * Has this process killed as the system kills, at the nth passage of a point.
 *
 * @param spec  `attestations.printed`, or `attestations.printed:3`; empty: never
 */
export function armFailpoint(spec: string): void {
  if (!spec) return;
  const [point, nth = '1'] = spec.split(':');
  let left = Number(nth);
  watchFailpoints((name) => {
    if (name === point && (left -= 1) === 0) process.kill(process.pid, 'SIGKILL');
  });
}
