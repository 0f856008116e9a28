/**
 * Runs a file of tests as Jest does, but for one thing: Node itself loads the file and all that it imports, once a
 * process. Jest would load them again for each file, in a context of its own: two seconds for the whole house, longer
 * than most files take to run.
 */
import { createRequire, register } from 'node:module';
import { pathToFileURL } from 'node:url';
import { lend } from './globals.js';

type RunFile = (
  global: unknown,
  config: unknown,
  environment: unknown,
  runtime: object,
  ...rest: unknown[]
) => Promise<unknown>;

const require = createRequire(import.meta.url);
const { default: runFile } = require('jest-circus/runner') as { default: RunFile };

const globals = JSON.stringify(new URL('./globals.js', import.meta.url).href);
/** Node asks this wherever something is imported. */
const hook = `export const resolve = (name, context, next) =>
  next(name === '@jest/globals' ? ${globals} : name, context);`;

register(`data:text/javascript,${encodeURIComponent(hook)}`);

/**
 * Tests run one at a time, so that the one that runs is told by a variable. Node would follow it through each promise of
 * the house, and for each file that ran before: an eighth of the time, and more.
 */
class Current<Store> {
  private store: Store | undefined;

  getStore(): Store | undefined {
    return this.store;
  }

  async run<Result>(store: Store, callback: () => Promise<Result>): Promise<Result> {
    const around = this.store;
    this.store = store;
    try {
      return await callback();
    } finally {
      this.store = around;
    }
  }
}

const hooks = require('node:async_hooks') as { AsyncLocalStorage: unknown };

/** A file's tests are gathered and run by an instance of its own: nothing of the file before is left in it. */
function newInstance(path: string): unknown {
  delete require.cache[path];
  delete (globalThis as Record<symbol, unknown>)[Symbol.for('EVENT_HANDLERS')];
  const { AsyncLocalStorage } = hooks;
  hooks.AsyncLocalStorage = Current;
  try {
    return require(path);
  } finally {
    hooks.AsyncLocalStorage = AsyncLocalStorage;
  }
}

/** In place of Jest's contexts, what its runner asks of them. */
const runtime = {
  requireInternalModule: newInstance,
  requireModule: require,
  setGlobalsForRuntime: lend,
  unstable_shouldLoadAsEsm: () => true,
  unstable_importModule: (path: string) => import(pathToFileURL(path).href),
  enterTestCode: () => undefined,
  leaveTestCode: () => undefined,
};

const run: RunFile = (global, config, environment, _, ...rest) => {
  // Jest asks for a hundred: each refusal that the house throws would pay for them.
  Error.stackTraceLimit = 20;
  return runFile(global, config, environment, runtime, ...rest);
};

export default run;
