export * from './allocataire.js';
export * from './registry.js';
export * from './register.js';
