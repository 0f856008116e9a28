/** Asking for a convention, signed in or not, and amending what the Caf returned. */
import { In } from 'typeorm';
import type { Context } from '../kernel/context.js';
import { nextNumber } from '../kernel/counter.js';
import { insertAll } from '../kernel/database.js';
import { newId } from '../kernel/id.js';
import { enqueue } from '../kernel/jobs.js';
import { grant } from '../habilitations/index.js';
import type { Named } from '../identity/index.js';
import { Person, invite, personOf } from '../identity/index.js';
import { Caf } from '../partners/index.js';
import type { Asked, AskedStructure, ReadAsked } from './asked.js';
import { readAsked } from './asked.js';
import type { SeenConvention } from './change.js';
import { ready, settle } from './change.js';
import { Convention, ConventionDeclarant, ConventionStructure, namedManager } from './convention.js';
import { tellReceived, tellRequested } from './jobs.js';
import { ConventionRequestInvalid } from './refusals.js';

/** Who asks: the person signed in, or else the account of the address given, made when there is none. */
const applicantOf = (ctx: Context, { applicant }: ReadAsked): Promise<Person> =>
  applicant ? personOf(ctx, applicant) : ctx.em.findOneByOrFail(Person, { id: ctx.actor.id });

const structureLine = (conventionId: string, described: AskedStructure) => {
  const { siret, kind, name, address, email, phone } = described;
  const line = { id: newId(), conventionId, structureId: null, inForce: null };
  return Object.assign(new ConventionStructure(), line, { siret, kind, name, address, email, phone });
};

/** Writes the structures and those who declare for them, in the current transaction. */
async function describe({ em }: Context, conventionId: string, { structures }: ReadAsked): Promise<void> {
  const lines = structures.map((structure) => structureLine(conventionId, structure));
  await insertAll(em, ConventionStructure, lines);
  const declarants = structures.flatMap(({ declarants }, at) =>
    declarants.map((named) =>
      Object.assign(new ConventionDeclarant(), {
        id: newId(),
        conventionStructureId: lines[at]!.id,
        ...named,
      }),
    ),
  );
  if (declarants.length > 0) await insertAll(em, ConventionDeclarant, declarants);
}

async function number(ctx: Context, caf: string): Promise<string> {
  const series = `C-${caf}-${ctx.today().slice(0, 4)}`;
  return `${series}-${String(await nextNumber(ctx, series)).padStart(4, '0')}`;
}

async function write(ctx: Context, caf: string, asked: ReadAsked): Promise<Convention> {
  const applicant = await applicantOf(ctx, asked);
  const { siren, partnerName, service, manager } = asked;
  const convention = {
    id: newId(),
    reference: await number(ctx, caf),
    caf,
    siren,
    partnerName,
    service,
    state: 'requested' as const,
    revision: 1,
    ...namedManager(manager),
    applicantId: applicant.id,
    requestedAt: ctx.instant(),
  };
  await ctx.em.insert(Convention, convention);
  await describe(ctx, convention.id, asked);
  ctx.record('request', 'convention', convention, { service, structures: asked.structures.length });
  const conventionId = convention.id;
  await grant(ctx, applicant, 'applicant', { caf, partnerId: null, structureId: null, conventionId });
  await invite(ctx, applicant);
  for (const job of [tellReceived, tellRequested])
    await enqueue(ctx, job, { id: conventionId, caf, revision: 1 }, 1);
  return ctx.em.findOneByOrFail(Convention, { id: conventionId });
}

/**
 * Asks a Caf for a convention. Open to anybody: an account that exists is told by letter as a new one is, and the
 * answer is the same.
 *
 * @param applicant  the person who asks; the one signed in, if any, and not this one
 * @throws CONVENTION_REQUEST_INVALID with all that is wrong
 */
export async function requestConvention(
  ctx: Context,
  caf: string,
  asked: Asked,
  applicant: Named | null,
): Promise<Convention> {
  const signedIn = ctx.actor.kind === 'person';
  if (!signedIn && !applicant) {
    const sentence = 'Demandeur : vos civilité, prénom, nom et adresse électronique sont attendus.';
    throw ConventionRequestInvalid({ faults: [{ field: 'applicant', sentence }] });
  }
  const read = readAsked(asked, signedIn ? null : applicant);
  if (!(await ctx.em.existsBy(Caf, { code: caf }))) {
    const sentence = 'Caf : ce code n’est celui d’aucune Caf qui reçoit les demandes ici.';
    throw ConventionRequestInvalid({ faults: [{ field: 'caf', sentence }] });
  }
  return ctx.transaction((ctx) => write(ctx, caf, read));
}

async function forget({ em }: Context, conventionId: string): Promise<void> {
  const former = await em.findBy(ConventionStructure, { conventionId });
  await em.delete(ConventionDeclarant, { conventionStructureId: In(former.map(({ id }) => id)) });
  await em.delete(ConventionStructure, { conventionId });
}

/**
 * Replaces what is asked of a convention that was returned; its Caf and its service stay.
 *
 * @throws CONVENTION_REQUEST_INVALID, and those of `ready`
 */
export const amendConvention = (
  ctx: Context,
  seen: SeenConvention,
  asked: Omit<Asked, 'service'>,
): Promise<Convention> =>
  ctx.transaction(async (ctx) => {
    const convention = await ready(ctx, seen, 'amend');
    const read = readAsked({ ...asked, service: convention.service }, null);
    const { siren, partnerName, manager, structures } = read;
    const changes = { siren, partnerName, ...namedManager(manager) };
    const amended = await settle(ctx, convention, 'amend', changes, { structures: structures.length });
    await forget(ctx, convention.id);
    await describe(ctx, convention.id, read);
    return amended;
  });
