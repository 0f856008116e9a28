/** What the guards of a habilitation request ask beyond it: the convention, who sends it, who holds what there. */
import { In, IsNull, Not } from 'typeorm';
import type { Context } from '../kernel/context.js';
import type { Convention } from '../conventions/index.js';
import { conventionCovering } from '../conventions/index.js';
import type { StructureRole } from '../habilitations/index.js';
import { Habilitation, MOST_DECLARANTS, isDeclarant, structureRoles } from '../habilitations/index.js';
import type { Person } from '../identity/index.js';
import { Person as Account, mailbox, personAt } from '../identity/index.js';
import { Structure } from '../partners/index.js';
import type { HabilitationRequest } from './request.js';

/** Where a request comes from. */
export interface Origin {
  /** In force for the structure now. */
  convention: Convention | null;
  /** Whoever sends it is the habilitation manager whom that convention names, and still holds the role. */
  fromManager: boolean;
}

export interface Facts extends Origin {
  /** Roles held at the structure by the person whom the request names. */
  held: readonly StructureRole[];
  /** The structure has declarants, two at most. */
  declares: boolean;
  freeSlots: number;
  /** Accepted, it would change the names of that person's account. */
  renames: boolean;
  /** That account also holds roles that are not of this partner at this Caf. */
  shared: boolean;
}

/** Of a draft, whoever is about to send it. */
const senderOf = (ctx: Context, { submittedBy }: HabilitationRequest): string => submittedBy ?? ctx.actor.id;

export async function originOf(ctx: Context, request: HabilitationRequest): Promise<Origin> {
  const { structureId, caf, partnerId } = request;
  const convention = await conventionCovering(ctx, structureId);
  if (!convention) return { convention, fromManager: false };
  const id = senderOf(ctx, request);
  const named = await ctx.em.existsBy(Account, { id, email: mailbox(convention.managerEmail) });
  const role = 'habilitationManager' as const;
  const holds = { personId: id, role, caf, partnerId, until: IsNull() };
  return { convention, fromManager: named && (await ctx.em.existsBy(Habilitation, holds)) };
}

/** The account a request is about: of a modification, the one it knows by its former address. */
export const subjectOf = async (
  ctx: Context,
  { formerEmail, email, kind }: HabilitationRequest,
): Promise<Person | null> => {
  const known = kind === 'modify' ? formerEmail : email;
  return known ? personAt(ctx, known) : null;
};

/** What that account holds at the structure, and may be given or taken back by a request. */
export const heldAt = (ctx: Context, personId: string, structureId: string): Promise<Habilitation[]> =>
  ctx.em.findBy(Habilitation, { personId, structureId, role: In([...structureRoles]), until: IsNull() });

const isRenamed = (request: HabilitationRequest, { civility, firstName, lastName, email }: Person): boolean =>
  request.kind === 'modify' &&
  request.email === email &&
  (request.civility !== civility || request.firstName !== firstName || request.lastName !== lastName);

async function actsElsewhere(
  ctx: Context,
  { id: personId }: Person,
  { caf, partnerId }: HabilitationRequest,
): Promise<boolean> {
  const held = await ctx.em.findBy(Habilitation, { personId, until: IsNull() });
  return held.some((one) => one.caf !== caf || one.partnerId !== partnerId);
}

export async function factsOf(ctx: Context, request: HabilitationRequest): Promise<Facts> {
  const { structureId } = request;
  const { kind } = await ctx.em.findOneByOrFail(Structure, { id: structureId });
  const taken = await ctx.em.countBy(Habilitation, { structureId, declarantSlot: Not(IsNull()) });
  const person = await subjectOf(ctx, request);
  const held = person ? await heldAt(ctx, person.id, structureId) : [];
  return {
    ...(await originOf(ctx, request)),
    held: held.map(({ role }) => role as StructureRole),
    declares: isDeclarant('activityProvider', kind),
    freeSlots: MOST_DECLARANTS - taken,
    renames: person !== null && isRenamed(request, person),
    shared: person !== null && (await actsElsewhere(ctx, person, request)),
  };
}
