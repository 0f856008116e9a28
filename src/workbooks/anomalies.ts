/** The catalogue of what may be wrong in a monthly workbook, and what people are told of it. */
import { ofCells } from './cell-anomalies.js';
import type { CellCode } from './cells.js';
import type { Kind } from './anomaly-kind.js';
import { ofRows, type RowCode } from './row-anomalies.js';
import { rules, type RuleCode } from './rules.js';
import { rowsAreChildren, type Template } from './template.js';
import { templates } from './templates/index.js';

export type AnomalyCode = CellCode | RuleCode | RowCode;

/** Every anomaly, by its stable code. */
export const anomalies: Record<AnomalyCode, Kind> = { ...ofCells, ...rules, ...ofRows };

/** Whether it may be found in that workbook. */
export const concerns = ({ cells, ofChild }: Kind, template: Template): boolean =>
  (!ofChild || rowsAreChildren(template)) && template.columns.some(({ key }) => cells.includes(key));

/** The workbooks in which it may be found. */
export const templatesOf = (kind: Kind): Template[] =>
  Object.values(templates).filter((template) => concerns(kind, template));
