/** Jest runs the compiled tests: what is tested is what runs. */
import { readFileSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** Engines whose tests run at once. */
const engines = Number(process.env.TEST_ENGINES ?? 1);

const tests = join(import.meta.dirname, 'dist/test');

/** Tests that open no database of the engine under test: after the first engine they have said all they know. */
const withoutEngine = () =>
  readdirSync(tests, { recursive: true })
    .filter((name) => name.endsWith('.test.js'))
    .filter((name) => !readFileSync(join(tests, name), 'utf8').includes('bench.js'));

export default {
  rootDir: 'dist',
  cacheDirectory: join(import.meta.dirname, 'node_modules/.cache/jest', process.env.TEST_ENGINE ?? 'any'),
  testMatch: ['**/test/**/*.test.js'],
  testPathIgnorePatterns: process.env.TEST_ENGINE_ONLY ? withoutEngine().map((name) => `/test/${name}$`) : [],
  transform: {},
  testEnvironment: 'node',
  testRunner: '<rootDir>/test/runner.js',
  testTimeout: 120_000,
  // Half of what a test waits for is another process: more workers than cores, even on one of two engines.
  maxWorkers: Math.max(engines > 1 ? 2 : 3, Math.floor(availableParallelism() / 2 / engines)),
};
