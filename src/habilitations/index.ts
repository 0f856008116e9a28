export * from './habilitation.js';
export * from './sessions.js';
