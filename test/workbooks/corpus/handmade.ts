/** Workbooks written by hand, in Open XML. */
import { layouts } from './layouts.js';
import type { Case } from './package.js';
import { values } from './values.js';
import { ways } from './ways.js';

export const handmade: Record<string, Case> = { ...ways, ...values, ...layouts };
