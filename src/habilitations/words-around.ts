/** The words by which the places of somebody are known: nobody's password is made of them. */
import { IsNull } from 'typeorm';
import type { Context } from '../kernel/context.js';
import type { Person } from '../identity/index.js';
import { plainWords } from '../identity/index.js';
import { Habilitation } from './habilitation.js';

/** Words that say what a place is, and not which: they are in the names of thousands. */
const ordinary: readonly string[] = [
  'association commune communaute communes agglomeration departement mairie ville',
  'societe entreprise groupe services service centre social sociale mutualiste',
  'accueil creche creches micro multi halte garderie jardin maison relais',
  'petite petits enfance enfant enfants famille familiale parentale collectif',
  'dans chez pour avec saint sainte',
].flatMap((line) => line.split(' '));

/** Those of a name that tell it from others. */
export const tellingWords = (name: string): string[] =>
  plainWords(name).filter((word) => !ordinary.includes(word));

/** Of the structures and partners where the person holds a role now. */
export async function wordsAround({ em }: Context, { id: personId }: Person): Promise<string[]> {
  const held = await em.find(Habilitation, {
    where: { personId, until: IsNull() },
    relations: { structure: { partner: true }, partner: true },
  });
  const places = held.flatMap(({ structure, partner }) => [structure, structure?.partner, partner]);
  return places.flatMap((place) => (place ? tellingWords(place.name) : []));
}
