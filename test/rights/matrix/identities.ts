/** Identities of a provider in the matrix: one that an account met, the caller's own or somebody else's. */
import { HOUSE, OpenIdLink, Person } from '../../../src/identity/index.js';
import { newId } from '../../../src/kernel/id.js';
import type { Bench } from '../../bench.js';
import { who } from '../../bench.js';
import { callField } from './call.js';
import { emailOf } from './people.js';
import type { Recipe } from './recipe.js';

async function meet({ house }: Bench, email: string): Promise<string | undefined> {
  const person = await house.database.reader.findOneBy(Person, { email });
  if (!person) return undefined;
  const id = newId();
  const like = {
    caf: HOUSE,
    issuer: 'https://id.example',
    subject: `sub-${id}`,
    linkedAt: house.clock().toISOString(),
  };
  await house.database.write((em) => em.insert(OpenIdLink, { id, personId: person.id, ...like }));
  return id;
}

/** A field, asked by somebody whose account met an identity a moment ago; it is forgotten again. */
export const met: Recipe = async (operation, { bench, schema, caller, person, whole }) => {
  const id = await meet(bench, emailOf(person));
  const answer = await callField(schema, caller, operation, {}, whole);
  if (id) await bench.house.database.write((em) => em.delete(OpenIdLink, { id }));
  return answer;
};

/** Of somebody who is tried on nothing. */
export const anothersIdentity = (bench: Bench): Promise<unknown> => meet(bench, who.otherApprover);
