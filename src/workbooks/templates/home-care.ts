import { allocataireNumber, day, euros, month, wholeHours } from '../value-kinds.js';
import { defineWorkbook } from '../template.js';
import { help } from './help.js';
import { dayFormat, roundedDown, withoutKey } from './hints.js';

/** The monthly workbook of a home-care structure: one row per family. Titles and hints are the Caf's, to the letter. */
export const homeCare = defineWorkbook({
  code: 'home_care',
  label: 'Déclaration mensuelle CMG, garde à domicile',
  sheet: 'Déclaration',
  layout: 'confirmed',
  columns: {
    month: {
      holds: month,
      header: 'MOIS CONCERNE (MM/AAAA)',
      width: 16,
      help: help.month,
      example: '10/2026',
    },
    allocataire: {
      holds: allocataireNumber,
      header: 'NUMERO ALLOCATAIRE',
      hint: withoutKey,
      width: 20,
      help: `${help.allocataire} Une ligne par famille.`,
      example: '0284617',
    },
    hours: {
      holds: wholeHours,
      header: 'TOTAL NB HEURE DE GARDE (Y COMPRIS HEURES SPECIFIQUES)',
      hint: roundedDown,
      width: 28,
      help: `${help.hours} 0 pour une famille sans garde ce mois-ci.`,
      example: '78',
    },
    specificHours: {
      holds: wholeHours,
      header: 'NB HEURES SPECIFIQUES',
      width: 18,
      help: help.specificHours,
      example: '4',
    },
    amount: {
      holds: euros,
      header: 'MONTANT DE LA DEPENSE',
      width: 18,
      help: help.amount,
      example: '985,60',
    },
    endOfCare: {
      holds: day,
      header: 'DATE DE FIN DE GARDE',
      hint: dayFormat,
      width: 20,
      help: help.endOfCare,
      example: '16/10/2026',
      required: false,
    },
  },
});
