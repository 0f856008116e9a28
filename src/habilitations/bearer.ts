/** Who bears a session, with what they hold now. */
import { IsNull, MoreThanOrEqual } from 'typeorm';
import type { Context, House } from '../kernel/context.js';
import type { Owing, Session } from '../identity/index.js';
import { Person, noteRemovedSession, owedBy, sessionOf } from '../identity/index.js';
import { cafRoles, Habilitation } from './habilitation.js';

export interface Bearer {
  person: Person;
  session: Session;
  /** What the session owes before it may do anything. */
  owes?: Owing | undefined;
  /** None while it owes. */
  habilitations: Habilitation[];
}

/** Whether a second factor is asked of them: of the Caf's people, where they are real. */
const isObliged = ({ production }: House, held: readonly Habilitation[]): boolean =>
  production && held.some(({ role }) => cafRoles.some((ofCaf) => ofCaf === role));

const heldBy = ({ database }: House, personId: string): Promise<Habilitation[]> =>
  database.reader.findBy(Habilitation, { personId, until: IsNull() });

/** Somebody as they are now, for what they began and does not wait for them. */
export async function holderOf(
  house: House,
  id: string,
): Promise<Pick<Bearer, 'person' | 'habilitations'> | undefined> {
  const person = await house.database.reader.findOneBy(Person, { id });
  return person ? { person, habilitations: await heldBy(house, id) } : undefined;
}

/** Read at each request, so that a removal acts at once. */
export async function bearerOf(house: House, token: string): Promise<Bearer | undefined> {
  const session = await sessionOf(house, token);
  if (!session) return undefined;
  const { person, personId } = session;
  const held = await heldBy(house, personId);
  const owes = await owedBy(house, session, isObliged(house, held));
  return { person, session, owes, habilitations: owes ? [] : held };
}

/** Tells the journal of what is refused to a session that was open when its person lost a role. */
export async function noteAfterRemoval(ctx: Context, { session }: Bearer): Promise<void> {
  const { personId, createdAt } = session;
  const lost = await ctx.em.existsBy(Habilitation, { personId, until: MoreThanOrEqual(createdAt) });
  if (lost) await noteRemovedSession(ctx, session);
}
