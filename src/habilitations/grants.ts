/** Giving a role at a place, and taking it back; the line stays, with its dates. */
import { In, IsNull, Not } from 'typeorm';
import type { Context } from '../kernel/context.js';
import { isDuplicate } from '../kernel/database.js';
import { newId } from '../kernel/id.js';
import { refusal } from '../kernel/refusal.js';
import type { Person } from '../identity/index.js';
import type { StructureKind } from '../partners/index.js';
import { Structure } from '../partners/index.js';
import type { PersonRole } from './habilitation.js';
import { Habilitation } from './habilitation.js';

/** Declarants at most of a CMG structure: what the convention allows (docs/sources.md). */
export const MOST_DECLARANTS = 2;
const slots = [1, 2] as const;

export const TooManyDeclarants = refusal<{ structureId: string; most: number }>(
  'TOO_MANY_DECLARANTS',
  ({ most }) =>
    `Cette structure a déjà ${most} télédéclarants, le nombre que permet la convention. Retirez-en un, puis recommencez.`,
);

/** Where a role is given: at a structure, at a partner for one Caf, on a convention, or at a Caf. */
export type Place = Pick<Habilitation, 'caf' | 'partnerId' | 'structureId' | 'conventionId'>;

/** Whether a role counts among the declarants of a structure of that kind. */
export const isDeclarant = (role: PersonRole, kind: StructureKind | undefined): boolean =>
  role === 'activityProvider' && kind !== undefined && kind !== 'eaje';

/** Roles that each convention gives for itself, and takes back alone. */
const ofConvention: readonly PersonRole[] = ['applicant', 'habilitationManager'];

const isHeld = (ctx: Context, personId: string, role: PersonRole, { caf, ...at }: Place) =>
  ctx.em.findOneBy(Habilitation, {
    personId,
    role,
    caf,
    partnerId: at.partnerId ?? IsNull(),
    structureId: at.structureId ?? IsNull(),
    until: IsNull(),
    // Their place is the convention that names them; other roles are held once, whatever gave them.
    ...(ofConvention.includes(role) ? { conventionId: at.conventionId ?? IsNull() } : {}),
  });

/** The declarants' slots that look free; one alone, which is none, for a role that takes no slot. */
async function slotsFor(
  { em }: Context,
  role: PersonRole,
  { structureId }: Place,
): Promise<readonly (number | null)[]> {
  if (!structureId) return [null];
  const { kind } = await em.findOneByOrFail(Structure, { id: structureId });
  if (!isDeclarant(role, kind)) return [null];
  const held = await em.findBy(Habilitation, { structureId, declarantSlot: Not(IsNull()) });
  return slots.filter((slot) => !held.some(({ declarantSlot }) => declarantSlot === slot));
}

/**
 * Gives a role at a place, in the current transaction. Twice is once.
 *
 * @throws TOO_MANY_DECLARANTS, also when the last place was taken meanwhile
 */
export async function grant(
  ctx: Context,
  { id: personId }: Pick<Person, 'id'>,
  role: PersonRole,
  place: Place,
): Promise<void> {
  if (await isHeld(ctx, personId, role, place)) return;
  const free = await slotsFor(ctx, role, place);
  for (const declarantSlot of free) {
    const held = { id: newId(), personId, role, ...place, declarantSlot, since: ctx.instant(), until: null };
    try {
      await ctx.em.insert(Habilitation, held);
      ctx.record('grant', 'habilitation', held, { role });
      return;
    } catch (error) {
      // Somebody else took that slot meanwhile: the next one may still be free.
      if (!isDuplicate(error) || declarantSlot === null) throw error;
    }
  }
  throw TooManyDeclarants({ structureId: place.structureId!, most: MOST_DECLARANTS });
}

/** Takes roles back, in the current transaction: whoever holds them is refused from the next request on. */
export async function withdraw(ctx: Context, held: readonly Habilitation[]): Promise<void> {
  const open = held.filter(({ until }) => until === null);
  if (open.length === 0) return;
  const ids = open.map(({ id }) => id);
  await ctx.em.update(
    Habilitation,
    { id: In(ids), until: IsNull() },
    { until: ctx.instant(), declarantSlot: null },
  );
  for (const { id, caf, role } of open) ctx.record('withdraw', 'habilitation', { id, caf }, { role });
}
