/** Who bears a session, with what they hold now. */
import { IsNull, MoreThanOrEqual } from 'typeorm';
import type { Context, House } from '../kernel/context.js';
import type { Owing, Person, Session } from '../identity/index.js';
import { noteRemovedSession, owedBy, sessionOf } from '../identity/index.js';
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

/** Read at each request, so that a removal acts at once. */
export async function bearerOf(house: House, token: string): Promise<Bearer | undefined> {
  const session = await sessionOf(house, token);
  if (!session) return undefined;
  const { person, personId } = session;
  const held = await house.database.reader.findBy(Habilitation, { personId, until: IsNull() });
  const owes = await owedBy(house, session, isObliged(house, held));
  return { person, session, owes, habilitations: owes ? [] : held };
}

/** Tells the journal of what is refused to a session that was open when its person lost a role. */
export async function noteAfterRemoval(ctx: Context, { session }: Bearer): Promise<void> {
  const { personId, createdAt } = session;
  const lost = await ctx.em.existsBy(Habilitation, { personId, until: MoreThanOrEqual(createdAt) });
  if (lost) await noteRemovedSession(ctx, session);
}
