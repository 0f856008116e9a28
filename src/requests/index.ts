export type { Written } from './content.js';
export * from './cycle.js';
export * from './drafts.js';
export { originOf } from './facts.js';
export type { Origin } from './facts.js';
export * from './jobs.js';
export * from './request.js';
export * from './service.js';
