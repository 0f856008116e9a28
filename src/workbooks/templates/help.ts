/** What to write in the columns that every workbook has, in French. */
export const help = {
  month: 'Le mois de garde, terminé, le même sur toutes les lignes.',
  allocataire:
    'Le numéro d’allocataire de la famille : sept chiffres, zéros du début compris, sans la lettre clé.',
  hours:
    'Toutes les heures de garde du mois, heures spécifiques comprises, arrondies à l’heure inférieure : 15 pour 15 h 30.',
  specificHours:
    'Parmi ces heures, celles de nuit (22 h à 6 h), du dimanche et des jours fériés. 0 s’il n’y en a pas.',
  amount: 'Ce que la famille a payé pour le mois, en euros, avec une virgule pour les centimes.',
  endOfCare: 'Seulement si la garde a pris fin : son dernier jour. Sinon, laissez vide.',
} as const;
