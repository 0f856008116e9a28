import { allocataireNumber, day, euros, month, name, wholeHours } from '../value-kinds.js';
import type { ColumnTable } from '../template.js';
import { defineWorkbook } from '../template.js';
import { help } from './help.js';
import { roundedDown, withoutKey } from './hints.js';

/** One row per child. Titles and hints are the Caf's, to the letter. */
export const perChild: ColumnTable = {
  month: { holds: month, header: 'MOIS CONCERNE (MM/AAAA)', width: 13, help: help.month, example: '10/2026' },
  allocataire: {
    holds: allocataireNumber,
    header: 'NUMERO ALLOCATAIRE',
    hint: withoutKey,
    width: 15,
    help: help.allocataire,
    example: '0284617',
  },
  lastName: {
    holds: name,
    header: 'NOM ENFANT GARDE',
    width: 24,
    help: 'Le nom de l’enfant gardé. Une ligne par enfant, même pour des frères et sœurs.',
    example: 'MARTIN',
  },
  firstName: {
    holds: name,
    header: 'PRENOM ENFANT GARDE',
    width: 20,
    help: 'Le prénom de l’enfant gardé.',
    example: 'Zoé',
  },
  birthDate: {
    holds: day,
    header: 'DATE NAISSANCE ENFANT GARDE (JJ/MM/AAAA)',
    width: 20,
    help: 'La date de naissance de l’enfant gardé.',
    example: '02/04/2024',
  },
  hours: {
    holds: wholeHours,
    header: 'TOTAL NB HEURE DE GARDE (Y COMPRIS HEURES SPECIFIQUES)',
    hint: roundedDown,
    width: 26,
    help: `${help.hours} 0 pour un enfant inscrit qui n’est pas venu.`,
    example: '78',
  },
  specificHours: {
    holds: wholeHours,
    header: 'NB HEURES SPECIFIQUES',
    width: 15,
    help: help.specificHours,
    example: '4',
  },
  amount: { holds: euros, header: 'MONTANT DE LA DEPENSE', width: 15, help: help.amount, example: '985,60' },
  endOfCare: {
    holds: day,
    header: 'DATE DE FIN DE GARDE',
    width: 17,
    help: help.endOfCare,
    example: '16/10/2026',
    required: false,
  },
};

/** The monthly workbook of a micro-crèche. */
export const microCreche = defineWorkbook({
  code: 'micro_creche',
  label: 'Déclaration mensuelle CMG, micro-crèche',
  sheet: 'Déclaration',
  layout: 'confirmed',
  columns: perChild,
});
