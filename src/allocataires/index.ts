export * from './allocataire.js';
export * from './registry.js';
