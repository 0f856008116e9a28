/** Who bears a session, with what they hold now. */
import { IsNull } from 'typeorm';
import type { House } from '../kernel/context.js';
import type { Person, Session } from '../identity/index.js';
import { sessionOf } from '../identity/index.js';
import { Habilitation } from './habilitation.js';

export interface Bearer {
  person: Person;
  session: Session;
  habilitations: Habilitation[];
}

/** Read at each request, so that a removal acts at once. */
export async function bearerOf(house: House, token: string): Promise<Bearer | undefined> {
  const session = await sessionOf(house, token);
  if (!session) return undefined;
  const habilitations = await house.database.reader.findBy(Habilitation, {
    personId: session.personId,
    until: IsNull(),
  });
  return { person: session.person, session, habilitations };
}
