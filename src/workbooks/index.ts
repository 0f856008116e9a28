/** The monthly workbook: drawn, recognised, read and checked from the same tables. */
export { anomalies, templatesOf, type AnomalyCode } from './anomalies.js';
export { helpOf, origins, say, type At, type Facts } from './anomaly-kind.js';
export { typed } from './cells.js';
export { check, rulesOf, type Beside } from './check.js';
export { drawBlank, drawDeposited, drawFilled, type FilledRow } from './draw.js';
export { LIST_SHEET, keptIn, markingOf, type Remark } from './marks.js';
export { bareName, bareNames, nameWords, oneApart, toldNames } from './names.js';
export { pairing } from './pairing.js';
export type { SentRow } from './past.js';
export type { Anomaly, CheckedRow } from './read-row.js';
export { detect, recognise } from './recognise.js';
export type { Column, ColumnKey, DepositedRow, RowValues, Template, TemplateCode } from './template.js';
export { templates } from './templates/index.js';
