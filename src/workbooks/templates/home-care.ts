import { allocataireNumber, cents, day, month, optional, wholeHours } from '../cells.js';
import { defineWorkbook } from '../template.js';
import { dayFormat, roundedDown, withoutKey } from './hints.js';

/** The monthly workbook of a home-care structure: one row per family. Titles and hints are the Caf's, to the letter. */
export const homeCare = defineWorkbook({
  code: 'home_care',
  label: 'Déclaration mensuelle CMG, garde à domicile',
  sheet: 'Déclaration',
  columns: {
    month: { reads: month, header: 'MOIS CONCERNE (MM/AAAA)' },
    allocataire: { reads: allocataireNumber, header: 'NUMERO ALLOCATAIRE', hint: withoutKey },
    hours: {
      reads: wholeHours,
      header: 'TOTAL NB HEURE DE GARDE (Y COMPRIS HEURES SPECIFIQUES)',
      hint: roundedDown,
    },
    specificHours: { reads: wholeHours, header: 'NB HEURES SPECIFIQUES' },
    amount: { reads: cents, header: 'MONTANT DE LA DEPENSE' },
    endOfCare: { reads: optional(day), header: 'DATE DE FIN DE GARDE', hint: dayFormat, required: false },
  },
});
