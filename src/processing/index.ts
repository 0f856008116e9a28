export * from './estimate.js';
export * from './nims.js';
export * from './outcome.js';
export * from './queue.js';
export * from './reasons.js';
export * from './report.js';
export * from './report-workbook.js';
