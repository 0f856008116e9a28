/** The types of declaration: which workbook, for which structures. */
import type { StructureKind } from '../partners/index.js';
import type { Template, TemplateCode } from '../workbooks/index.js';
import { templates } from '../workbooks/index.js';

export interface DeclarationType {
  label: string;
  template: TemplateCode;
  structures: readonly StructureKind[];
}

export const typeCodes = ['cmg_micro_creche', 'cmg_family_creche', 'cmg_home_care'] as const;
export type TypeCode = (typeof typeCodes)[number];

export const types: Record<TypeCode, DeclarationType> = {
  cmg_micro_creche: {
    label: 'Déclaration mensuelle CMG, micro-crèche',
    template: 'micro_creche',
    structures: ['micro_creche'],
  },
  cmg_family_creche: {
    label: 'Déclaration mensuelle CMG, crèche familiale',
    template: 'family_creche',
    structures: ['family_creche'],
  },
  cmg_home_care: {
    label: 'Déclaration mensuelle CMG, garde à domicile',
    template: 'home_care',
    structures: ['home_care'],
  },
};

export const templateOf = ({ type }: { type: TypeCode }): Template => templates[types[type].template];
