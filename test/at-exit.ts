/** What must be undone however the process ends, except by a kill that nothing can catch. */
import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const quit = (signal: NodeJS.Signals): never => process.exit(128 + constants.signals[signal]);

/** Runs the action, which cannot wait for anything, when the process ends. Calling the result cancels it. */
export function atExit(action: () => void): () => void {
  process.on('exit', action);
  for (const signal of signals) process.on(signal, quit);
  return () => {
    process.off('exit', action);
    for (const signal of signals) process.off(signal, quit);
  };
}
