/** The monthly workbook: drawn, recognised, read and checked from the same tables. */
export { anomalies, say, type AnomalyCode } from './anomalies.js';
export { typed } from './cells.js';
export { check, rulesOf, type Anomaly, type CheckedRow } from './check.js';
export { drawBlank, drawFilled, type FilledRow } from './draw.js';
export type { At } from './rules.js';
export { detect, recognise } from './recognise.js';
export type { Column, ColumnKey, DepositedRow, RowValues, Template, TemplateCode } from './template.js';
export { templates } from './templates/index.js';
