export { beginChecks, lookAtOne, stepCheck } from './check.js';
export { repair } from './damage.js';
export * from './damaged-file.js';
export * from './file-check.js';
export * from './jobs.js';
export * from './told.js';
