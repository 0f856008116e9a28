/** What the row under the titles says, to the letter of the Caf's workbook. */
export const withoutKey = '7 chiffres sans la lettre clé';
export const roundedDown =
  "Le nombre d'heure doit être arrondi à l'unité inférieure - exemple, pour 15h30 => indiquer 15";
export const dayFormat = 'format JJ/MM/AAAA';
