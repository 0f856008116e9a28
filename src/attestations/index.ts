export { originOf } from './amended.js';
export * from './attestation.js';
export type { AttestationFields } from './fields.js';
export * from './service.js';
