/** Removes the second factor of somebody who cannot show it any more. */
import { teller } from '../demo/teller.js';
import { openHouse } from '../house.js';
import { HOUSE, removeSecondFactor } from '../identity/index.js';
import { Refusal } from '../kernel/refusal.js';
import { automaton } from '../rights/index.js';
import type { Asked } from './command.js';
import { CannotRun, WrongUse } from './command.js';

export async function secondFactor({ config, values: { remove: email } }: Asked): Promise<number | void> {
  if (typeof email !== 'string' || email === '')
    throw new WrongUse('--remove : l’adresse du compte attendue, comme prenom.nom@structure.fr.');
  const { house, close } = await openHouse(config);
  try {
    if (await house.database.source.showMigrations())
      throw new CannotRun('La base n’est pas à jour : lancez « bin/habilis migrate », puis recommencez.');
    await removeSecondFactor(automaton(house, HOUSE), email);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new CannotRun('Aucun compte protégé par un second facteur à cette adresse. Vérifiez-la.');
  } finally {
    await close();
  }
  teller.line(
    'Second facteur retiré. La personne en est prévenue par une lettre dès que les automates travaillent.',
  );
}
