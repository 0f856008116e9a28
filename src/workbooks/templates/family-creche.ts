import { defineWorkbook } from '../template.js';
import { perChild } from './micro-creche.js';

/** The monthly workbook of a crèche familiale: that of a micro-crèche until its own is known (docs/sources.md#familiale-layout). */
export const familyCreche = defineWorkbook({
  code: 'family_creche',
  label: 'Déclaration mensuelle CMG, crèche familiale',
  sheet: 'Déclaration',
  layout: 'to confirm',
  notice:
    'Le modèle propre aux crèches familiales n’est pas encore connu : ce classeur reprend celui des micro-crèches (à confirmer par la Caf).',
  columns: perChild,
});
