export * from './caf-settings.js';
export * from './check.js';
export * from './directory.js';
export * from './service.js';
export * from './siret.js';
export * from './structure.js';
