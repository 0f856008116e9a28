export * from './convention.js';
export * from './cycle.js';
export * from './service.js';
