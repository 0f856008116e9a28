export * from './service.js';
export * from './structure.js';
