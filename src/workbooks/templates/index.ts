import type { Template, TemplateCode } from '../template.js';
import { familyCreche } from './family-creche.js';
import { homeCare } from './home-care.js';
import { microCreche } from './micro-creche.js';

/** Every workbook the Caf receives, by code. */
export const templates: Record<TemplateCode, Template> = {
  micro_creche: microCreche,
  family_creche: familyCreche,
  home_care: homeCare,
};
