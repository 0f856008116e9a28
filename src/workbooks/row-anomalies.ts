/** What shows on a row as a whole, beside the other rows, beside last month's, or at the Caf. */
import { addMonths, frenchMonthName } from '../kernel/calendar.js';
import type { At, Kind } from './anomaly-kind.js';
import { everyCell } from './cell-anomalies.js';

const monthBefore = ({ month }: At): string => frenchMonthName(addMonths(month, -1));

/** Of rows beside each other. */
const ofTogether = {
  NOT_A_ROW: {
    blocking: true,
    cells: everyCell,
    sentence: 'Ce n’est pas une ligne de déclaration (total, signature, remarque…).',
    toDo: 'Effacez-la ou écartez-la.',
    expected: 'une ligne de déclaration, ou rien',
    help: 'Chaque ligne donne une attestation : un total ou une signature ne doit pas en devenir une.',
    origin: 'workbook',
  },
  ROW_INCOMPLETE: {
    blocking: true,
    cells: ['allocataire'],
    sentence: 'Cette ligne ne porte que le mois.',
    toDo: 'Remplissez-la, effacez-la ou écartez-la.',
    expected: 'une ligne complète, ou rien',
    help: 'Le mois a sans doute été recopié trop bas.',
    origin: 'workbook',
  },
  DUPLICATE: {
    blocking: true,
    cells: ['allocataire'],
    sentence: 'Cette ligne répète exactement la ligne {ligne}.',
    toDo: 'Effacez-la ou écartez-la.',
    expected: 'une seule ligne par enfant ou par famille',
    help: 'La même garde serait attestée deux fois.',
    origin: 'workbook',
  },
  POSSIBLE_DUPLICATE: {
    blocking: false,
    cells: ['allocataire'],
    sentence:
      'Cette ligne semble concerner le même enfant ou la même famille que la ligne {ligne} : {motif}.',
    toDo: 'Vérifiez les deux lignes ; écartez celle qui est en trop.',
    expected: 'une seule ligne par enfant ou par famille',
    help: 'La même garde serait attestée deux fois. Un accent, une majuscule, un trait d’union, des noms inversés ou une lettre de travers ne font pas un autre enfant.',
    origin: 'decided',
  },
  MONTH_LATE: {
    blocking: false,
    cells: ['month'],
    sentence: 'Ce mois est déclaré en retard : il était attendu dès le mois suivant.',
    toDo: 'Vérifiez que c’est bien le mois voulu ; si oui, rien n’est à corriger.',
    expected: 'le mois qui vient de s’achever',
    help: 'Chaque mois échu se déclare le mois qui suit ; la famille attend sa prestation. C’est dit une fois, sur la première ligne.',
    origin: 'workbook',
  },
  MONTHS_MIXED: {
    blocking: false,
    cells: ['month'],
    sentence: 'Ce classeur porte d’autres mois que celui de la déclaration : {mois}.',
    toDo: 'Si c’est le fichier d’un autre mois, déposez le bon ; sinon, acceptez le mois proposé sur ces lignes.',
    expected: ({ month }) => `${frenchMonthName(month)} sur toutes les lignes`,
    help: 'Le mois est le même sur toutes les lignes. C’est dit une fois, sur la première d’entre elles ; chacune est marquée par ailleurs.',
    origin: 'workbook',
  },
} satisfies Record<string, Kind>;

/** Against what was sent for the month before. */
const ofPast = {
  HOURS_JUMP: {
    blocking: false,
    cells: ['hours'],
    sentence: (at) =>
      `Les heures changent beaucoup : {avant} h en ${monthBefore(at)}, {maintenant} h ce mois-ci.`,
    toDo: 'Vérifiez le total ; s’il est juste, rien n’est à corriger.',
    expected: 'un nombre d’heures vérifié',
    help: 'Un chiffre en trop ou en moins passe autrement inaperçu. Une fin de garde ou un mois sans garde n’étonnent pas.',
    origin: 'decided',
  },
  MOST_HOURS_JUMP: {
    blocking: false,
    cells: ['hours'],
    sentence: (at) =>
      `Les heures de {nombre} lignes changent beaucoup dans le même sens depuis ${monthBefore(at)}.`,
    toDo: 'Si la structure a fermé ou rouvert, rien n’est à corriger ; sinon, vérifiez la colonne des heures.',
    expected: 'des heures vérifiées',
    help: 'Quand la plupart des enfants changent à la fois, c’est le mois de la structure, ou une colonne de travers. C’est dit une fois, sur la première de ces lignes.',
    origin: 'decided',
  },
  AMOUNT_JUMP: {
    blocking: false,
    cells: ['amount'],
    sentence: (at) =>
      `Le montant change beaucoup pour ces heures : {avant} de l’heure en ${monthBefore(at)}, {maintenant} ce mois-ci.`,
    toDo: 'Vérifiez le montant, sa virgule surtout ; s’il est juste, rien n’est à corriger.',
    expected: 'un montant vérifié',
    help: 'Une virgule déplacée prive la famille d’une part de sa prestation, ou lui en fait verser trop.',
    origin: 'decided',
  },
  CARE_ENDED_BEFORE: {
    blocking: false,
    cells: ['hours'],
    sentence: 'La fin de garde du {jour} a déjà été déclarée, et des heures le sont ce mois-ci.',
    toDo: 'Vérifiez que la garde a repris ; si oui, rien n’est à corriger.',
    expected: 'zéro après une fin de garde',
    help: 'La Caf a enregistré la fin de garde : elle attend de savoir que la garde a repris.',
    origin: 'decided',
  },
  SIBLING_MISSING: {
    blocking: false,
    cells: ['allocataire'],
    ofChild: true,
    sentence: (at) =>
      `Aucune ligne pour {qui}, de la même famille, sur la ligne {ligne} de ${monthBefore(at)}.`,
    toDo: 'Ajoutez sa ligne : les heures et le montant à zéro si l’enfant n’est pas venu, sa date de fin si la garde a cessé.',
    expected: 'une ligne par enfant de la famille, ou une date de fin de garde',
    help: 'Un enfant sans garde dans le mois a une ligne à zéro ou une date de fin : sans elle, le dossier de la famille attend. C’est dit sur la première ligne de la famille.',
    origin: 'siblings',
  },
  FAMILY_MISSING: {
    blocking: false,
    cells: ['allocataire'],
    sentence: (at) => `Aucune ligne ni date de fin de garde pour {qui}, sur {lignes} de ${monthBefore(at)}.`,
    toDo: 'Si la garde a cessé, ajoutez une ligne à zéro avec sa date de fin ; sinon, ajoutez la ligne oubliée.',
    expected: 'une ligne, ou une date de fin de garde',
    help: 'Sans date de fin, la Caf continue d’attendre l’attestation de cette famille. Comme aucune ligne n’est la sienne, c’est dit sur la première du classeur.',
    origin: 'siblings',
  },
  MOST_FAMILIES_MISSING: {
    blocking: false,
    cells: ['allocataire'],
    sentence: (at) =>
      `{nombre} familles de ${monthBefore(at)} n’ont plus de ligne ni de date de fin de garde.`,
    toDo: 'Vérifiez que ce classeur est bien celui de cette structure, et qu’il est entier.',
    expected: 'les familles du mois dernier, ou leurs dates de fin de garde',
    help: 'Quand la plupart manquent, le fichier est sans doute celui d’une autre structure, ou incomplet. C’est dit une fois, sur la première ligne.',
    origin: 'siblings',
  },
} satisfies Record<string, Kind>;

/** As the Caf knows it: right or wrong, and the same words whatever is wrong. */
const ofRegister = {
  NOT_AT_CAF: {
    blocking: false,
    cells: ['allocataire'],
    sentence: 'La Caf ne retrouve pas cette ligne dans ses dossiers.',
    toDo: 'Vérifiez le numéro d’allocataire et, s’il y en a une, la date de naissance ; s’ils sont justes, la Caf y regardera.',
    expected: 'un numéro et une date de naissance que la Caf connaît',
    help: 'L’attestation irait à un conseiller au lieu d’être traitée. La Caf ne dit pas ce qui ne va pas : ses dossiers ne se lisent pas par tâtonnement.',
    origin: 'controls',
  },
} satisfies Record<string, Kind>;

export const ofRows = { ...ofTogether, ...ofPast, ...ofRegister };

export type RowCode = keyof typeof ofRows;
