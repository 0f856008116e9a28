/** Jest runs the compiled tests: what is tested is what runs. */
import { availableParallelism } from 'node:os';

export default {
  rootDir: 'dist',
  testMatch: ['**/test/**/*.test.js'],
  transform: {},
  testEnvironment: 'node',
  testTimeout: 30_000,
  maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
};
