export * from './allocataire.js';
export { EndOfCare, closesFrom } from './end-of-care.js';
export type { CareAt } from './end-of-care.js';
export * from './matching.js';
export * from './matching-rules.js';
export * from './registry.js';
export * from './register.js';
