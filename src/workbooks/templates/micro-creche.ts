import { allocataireNumber, cents, day, month, name, optional, wholeHours } from '../cells.js';
import { defineWorkbook } from '../template.js';
import { roundedDown, withoutKey } from './hints.js';

/** The monthly workbook of a micro-crèche: one row per child. Titles and hints are the Caf's, to the letter. */
export const microCreche = defineWorkbook({
  code: 'micro_creche',
  label: 'Déclaration mensuelle CMG, micro-crèche',
  sheet: 'Déclaration',
  columns: {
    month: { reads: month, header: 'MOIS CONCERNE (MM/AAAA)' },
    allocataire: { reads: allocataireNumber, header: 'NUMERO ALLOCATAIRE', hint: withoutKey },
    lastName: { reads: name, header: 'NOM ENFANT GARDE' },
    firstName: { reads: name, header: 'PRENOM ENFANT GARDE' },
    birthDate: { reads: day, header: 'DATE NAISSANCE ENFANT GARDE (JJ/MM/AAAA)' },
    hours: {
      reads: wholeHours,
      header: 'TOTAL NB HEURE DE GARDE (Y COMPRIS HEURES SPECIFIQUES)',
      hint: roundedDown,
    },
    specificHours: { reads: wholeHours, header: 'NB HEURES SPECIFIQUES' },
    amount: { reads: cents, header: 'MONTANT DE LA DEPENSE' },
    endOfCare: { reads: optional(day), header: 'DATE DE FIN DE GARDE', required: false },
  },
});
