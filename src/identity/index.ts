export * from './jobs.js';
export * from './links.js';
export * from './password-rule.js';
export * from './passwords.js';
export * from './person.js';
export * from './people.js';
export * from './session.js';
export * from './sessions.js';
