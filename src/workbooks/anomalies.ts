/** The catalogue of what may be wrong in a monthly workbook, and what people are told of it. */
import type { CellCode } from './cells.js';
import { rules, type At, type Kind, type RuleCode, type Text } from './rules.js';

/** What is wrong in one cell by itself, as its reader says. */
const ofCells = {
  MISSING: {
    blocking: true,
    sentence: 'Cette cellule est vide. Remplissez-la.',
    expected: 'une valeur',
  },
  CELL_ERROR: {
    blocking: true,
    sentence: 'Cette cellule contient une formule en erreur ou sans résultat. Tapez la valeur elle-même.',
    expected: 'une valeur, sans formule',
  },
  NOT_A_MONTH: {
    blocking: true,
    sentence: 'Le mois n’est pas lisible. Écrivez-le sous la forme MM/AAAA.',
    expected: 'un mois, MM/AAAA',
  },
  NOT_AN_ALLOCATAIRE: {
    blocking: true,
    sentence: 'Ce n’est pas un numéro d’allocataire. Recopiez les sept chiffres, sans la lettre clé.',
    expected: '7 chiffres sans la lettre clé',
  },
  ALLOCATAIRE_SHORT: {
    blocking: true,
    sentence:
      'Le numéro d’allocataire a moins de sept chiffres : Excel a peut-être retiré les zéros du début. Vérifiez-le.',
    expected: '7 chiffres, zéros du début compris',
  },
  ALLOCATAIRE_WITH_KEY: {
    blocking: true,
    sentence: 'Le numéro d’allocataire porte sa lettre clé. Retirez la lettre et vérifiez les sept chiffres.',
    expected: '7 chiffres sans la lettre clé',
  },
  ALLOCATAIRE_SPACED: {
    blocking: true,
    sentence: 'Le numéro d’allocataire contient des espaces. Retirez-les et vérifiez les sept chiffres.',
    expected: '7 chiffres sans espace',
  },
  NOT_A_NAME: {
    blocking: true,
    sentence:
      'Ce nom contient autre chose que des lettres, espaces, traits d’union et apostrophes. Corrigez-le.',
    expected: 'un nom, en lettres',
  },
  NOT_A_DAY: {
    blocking: true,
    sentence: 'La date n’est pas lisible. Écrivez-la sous la forme JJ/MM/AAAA.',
    expected: 'une date, JJ/MM/AAAA',
  },
  DAY_IMPOSSIBLE: {
    blocking: true,
    sentence: 'Cette date n’existe pas. Vérifiez le jour, le mois et l’année.',
    expected: 'une date qui existe, JJ/MM/AAAA',
  },
  NOT_HOURS: {
    blocking: true,
    sentence: 'Ce n’est pas un nombre d’heures. Écrivez un nombre entier, sans texte.',
    expected: 'un nombre entier d’heures',
  },
  HOURS_NOT_WHOLE: {
    blocking: true,
    sentence: 'Le nombre d’heures doit être entier, arrondi à l’unité inférieure : 15 pour 15 h 30.',
    expected: 'un nombre entier d’heures, arrondi en dessous',
  },
  NEGATIVE: {
    blocking: true,
    sentence: 'Ce nombre est négatif. Écrivez zéro ou un nombre positif.',
    expected: 'zéro ou un nombre positif',
  },
  NOT_AN_AMOUNT: {
    blocking: true,
    sentence: 'Le montant n’est pas lisible. Écrivez-le en euros, avec une virgule pour les centimes.',
    expected: 'un montant en euros, comme 985,60',
  },
  AMOUNT_NOT_CENTS: {
    blocking: true,
    sentence: 'Le montant a plus de deux décimales. Arrondissez-le au centime.',
    expected: 'un montant en euros, à deux décimales au plus',
  },
  AMOUNT_TOO_LARGE: {
    blocking: true,
    sentence: 'Ce montant atteint dix millions d’euros. Vérifiez la virgule.',
    expected: 'un montant inférieur à 10 000 000 €',
  },
} satisfies Record<CellCode, Kind>;

/** What only shows on the row as a whole, or beside the other rows. */
const ofRows = {
  NOT_A_ROW: {
    blocking: true,
    sentence:
      'Ce n’est pas une ligne de déclaration (total, signature, remarque…). Effacez-la ou écartez-la.',
    expected: 'une ligne de déclaration, ou rien',
  },
  ROW_INCOMPLETE: {
    blocking: true,
    sentence: 'Cette ligne ne porte que le mois. Remplissez-la, effacez-la ou écartez-la.',
    expected: 'une ligne complète, ou rien',
  },
  DUPLICATE: {
    blocking: true,
    sentence: 'Cette ligne répète exactement une ligne précédente. Effacez-la ou écartez-la.',
    expected: 'une seule ligne par enfant ou par famille',
  },
  POSSIBLE_DUPLICATE: {
    blocking: false,
    sentence:
      'Cette ligne semble concerner le même enfant ou la même famille qu’une ligne précédente. Vérifiez les deux.',
    expected: 'une seule ligne par enfant ou par famille',
  },
  MONTH_LATE: {
    blocking: false,
    sentence:
      'Ce mois est déclaré en retard : il était attendu dès le mois suivant. Vérifiez que c’est bien le mois voulu.',
    expected: 'le mois qui vient de s’achever',
  },
} satisfies Record<string, Kind>;

export type RowCode = keyof typeof ofRows;
export type AnomalyCode = CellCode | RuleCode | RowCode;

/** Every anomaly, by its stable code. */
export const anomalies: Record<AnomalyCode, Kind> = { ...ofCells, ...rules, ...ofRows };

/** A text of the catalogue, said for that month and day. */
export const say = (text: Text, at: At): string => (typeof text === 'string' ? text : text(at));
