/** What becomes of people once a habilitation request takes effect; in the transaction of the step. */
import { In, IsNull } from 'typeorm';
import type { Context } from '../kernel/context.js';
import { Habilitation, grant, structureRoles, withdraw } from '../habilitations/index.js';
import type { Named, Person } from '../identity/index.js';
import { invite, personOf, rename } from '../identity/index.js';
import { heldAt, subjectOf } from './facts.js';
import type { HabilitationRequest } from './request.js';

/** Whom it concerned: kept on the request, so that they are told. */
export type Concerned = Pick<HabilitationRequest, 'personId' | 'formerPersonId'>;

/** A request that its cycle let through is complete, and under a convention. */
type Complete = HabilitationRequest & Named & { conventionId: string };

async function give(ctx: Context, person: Person, request: Complete): Promise<void> {
  const { caf, partnerId, structureId, conventionId } = request;
  for (const role of request.roles) {
    await grant(ctx, person, role, { caf, partnerId, structureId, conventionId });
  }
  await invite(ctx, person);
}

async function add(ctx: Context, request: Complete): Promise<Concerned> {
  const person = await personOf(ctx, request);
  await give(ctx, person, request);
  return { personId: person.id, formerPersonId: null };
}

/** The same account: its names when they differ, then the roles that the request names and no other. */
async function adjust(ctx: Context, person: Person, request: Complete): Promise<Concerned> {
  const held = await heldAt(ctx, person.id, request.structureId);
  await rename(ctx, person, request);
  await withdraw(
    ctx,
    held.filter(({ role }) => !(request.roles as string[]).includes(role)),
  );
  await give(ctx, person, request);
  return { personId: person.id, formerPersonId: null };
}

/**
 * Another address is another account: what the former one holds under the convention is taken back and given to it.
 * No account changes hands, and what the former one holds elsewhere stays its own.
 */
async function move(ctx: Context, former: Person, request: Complete): Promise<Concerned> {
  const { structureId, conventionId } = request;
  const roles = In([...structureRoles]);
  const held = await ctx.em.findBy(Habilitation, [
    { personId: former.id, role: roles, conventionId, until: IsNull() },
    { personId: former.id, role: roles, structureId, until: IsNull() },
  ]);
  await withdraw(ctx, held);
  const person = await personOf(ctx, request);
  for (const { role, ...place } of held.filter((one) => one.structureId !== structureId)) {
    const { caf, partnerId } = place;
    await grant(ctx, person, role, { caf, partnerId, structureId: place.structureId, conventionId });
  }
  await give(ctx, person, request);
  return { personId: person.id, formerPersonId: former.id };
}

async function modify(ctx: Context, request: Complete): Promise<Concerned> {
  const former = (await subjectOf(ctx, request))!;
  return former.email === request.email ? adjust(ctx, former, request) : move(ctx, former, request);
}

/** All that the person may do there, from the next request on. */
async function remove(ctx: Context, request: Complete): Promise<Concerned> {
  const { id } = (await subjectOf(ctx, request))!;
  await withdraw(ctx, await heldAt(ctx, id, request.structureId));
  return { personId: null, formerPersonId: id };
}

const effects = { add, modify, remove };

/**
 * @param request  as its cycle let it through, with the convention it takes effect under
 * @throws TOO_MANY_DECLARANTS when the last place was taken meanwhile
 */
export const takeEffect = (ctx: Context, request: HabilitationRequest): Promise<Concerned> =>
  effects[request.kind](ctx, request as Complete);
