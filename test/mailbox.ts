/** The letters that people receive, read in the outbox as they would read them. */
import { join } from 'node:path';
import type { KeptLetter } from '../src/tools/outbox.js';
import { readOutbox } from '../src/tools/outbox.js';
import type { Bench } from './bench.js';
import type { Caller } from './caller.js';

export async function lettersTo(bench: Bench, email: string): Promise<KeptLetter[]> {
  const all = await readOutbox(join(bench.config.folder, 'outbox'));
  return all.filter(({ to }) => to === email);
}

/** Those subjects, spaces made plain, in the order of the alphabet: letters of one step leave in any order. */
export const subjectsTo = async (bench: Bench, email: string): Promise<string[]> =>
  (await lettersTo(bench, email)).map(({ subject }) => subject.replaceAll('\u00a0', ' ')).toSorted();

/** The address that the latest letter of that subject leads to. */
export async function linkTo(bench: Bench, email: string, subject: RegExp): Promise<URL> {
  const letter = (await lettersTo(bench, email)).findLast((one) => subject.test(one.subject));
  const [address] = /https?:\/\/\S+/.exec(letter?.text ?? '') ?? [];
  if (!address) throw new Error(`No letter ${subject} with a link.`);
  return new URL(address);
}

export const PASSWORD = 'le port de la lune à quatre heures';

/** Chooses a password by a link received: what follows # is sent to no server but here. */
export const choosePassword = (bench: Bench, { hash }: URL, password = PASSWORD): Promise<unknown> =>
  bench.nobody.ask(
    'mutation ($secret: String!, $password: String!) { setPassword(secret: $secret, password: $password) }',
    { secret: hash.slice(1), password },
  );

/** Opens the activation link received, chooses a password, and signs in for the first time. */
export async function firstSignIn(bench: Bench, email: string): Promise<Caller> {
  await choosePassword(bench, await linkTo(bench, email, /^Activez/));
  return bench.nobody.signIn(email, PASSWORD);
}
