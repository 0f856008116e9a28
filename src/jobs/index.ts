export * from './cycle.js';
export * from './desk.js';
