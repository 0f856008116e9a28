export * from './bearer.js';
export * from './grants.js';
export * from './habilitation.js';
export * from './standing.js';
