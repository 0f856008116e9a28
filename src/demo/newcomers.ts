/** People who are written to, choose a password, and sign in for the first time. */
import type { Named } from '../identity/index.js';
import { Person } from './client.js';
import { letterTo, linkIn } from './letters.js';
import type { Opened, Stage } from './stage.js';
import { teller } from './teller.js';

/** Chosen by all the people of a story, so that a person can try their accounts. */
export const CHOSEN = 'le port de la lune à quatre heures';

export interface Newcomer {
  person: Person;
  account: Opened;
}

/** @param label  what the person is, in French */
export async function welcome(
  { address, outbox }: Stage,
  { email }: Pick<Named, 'email'>,
  label: string,
): Promise<Newcomer> {
  const { pathname, hash } = linkIn(await letterTo(outbox, email, /^Activez/));
  const nobody = Person.nobody(address);
  await nobody.download(pathname);
  await nobody.ask(
    'mutation ($secret: String!, $password: String!) { setPassword(secret: $secret, password: $password) }',
    { secret: hash.slice(1), password: CHOSEN },
  );
  const person = await Person.signIn(address, email, CHOSEN);
  teller.step(`${person.name}, ${label}, ouvre le lien reçu, choisit son mot de passe et se connecte`);
  return { person, account: { email, label, password: CHOSEN } };
}
