/** Reading habilitation requests, and writing drafts of them. */
import type { Context } from '../kernel/context.js';
import { nextNumber } from '../kernel/counter.js';
import { newId } from '../kernel/id.js';
import type { Page, PageRequest } from '../kernel/page.js';
import { page } from '../kernel/page.js';
import { Overtaken } from '../kernel/refusal.js';
import { readStructure } from '../partners/index.js';
import type { Written } from './content.js';
import { contentOf } from './content.js';
import type { RequestStep } from './cycle.js';
import { requestCycle } from './cycle.js';
import { factsOf } from './facts.js';
import type { RequestKind, RequestState } from './request.js';
import { HabilitationRequest, requestStates } from './request.js';

const WHAT = requestCycle.what;

/** A request as the person saw it: a step engages on nothing else. */
export interface Seen {
  id: string;
  revision: number;
}

export interface RequestFilter {
  states?: readonly RequestState[] | null;
  structureId?: string | null;
}

/** @throws NOT_FOUND when there is none, or none this person may read */
export const readRequest = (ctx: Context, id: string): Promise<HabilitationRequest> =>
  ctx.find(HabilitationRequest, id, WHAT);

/** Oldest first: the order in which the Caf takes them. */
export function listRequests(
  ctx: Context,
  request: PageRequest,
  { states, structureId }: RequestFilter = {},
): Promise<Page<HabilitationRequest>> {
  const requests = ctx.scope(HabilitationRequest, 'request');
  // An empty list of states is no filter, and SQL has no empty list.
  if (states?.length) requests.andWhere('request.state in (:...states)', { states });
  if (structureId) requests.andWhere('request.structureId = :structureId', { structureId });
  return page(requests, request);
}

export interface RequestCount {
  state: RequestState;
  count: number;
}

/** How many there are in each state, as this reader may see them; states without any included. */
export async function countRequests(ctx: Context): Promise<RequestCount[]> {
  const found = await ctx
    .scope(HabilitationRequest, 'request')
    .select('request.state', 'state')
    .addSelect('count(*)', 'count')
    .groupBy('request.state')
    .getRawMany<{ state: RequestState; count: string | number }>();
  return requestStates.map((state) => ({
    state,
    count: Number(found.find((one) => one.state === state)?.count ?? 0),
  }));
}

/** The steps this person could take now. */
export async function requestSteps(ctx: Context, request: HabilitationRequest): Promise<RequestStep[]> {
  const may = requestCycle.names.filter(
    (step) => requestCycle.opens(request, step) && ctx.can(step, request),
  );
  if (may.length === 0) return [];
  const open = requestCycle.openTo(request, await factsOf(ctx, request));
  return open.filter((step) => may.includes(step));
}

/**
 * Saves a draft; it may be incomplete.
 *
 * @throws NOT_FOUND, MALFORMED_EMAIL, ROLE_NOT_FOR_STRUCTURE, BAD_INPUT
 */
export async function createRequest(
  ctx: Context,
  { structureId, kind }: { structureId: string; kind: RequestKind },
  written: Written,
): Promise<HabilitationRequest> {
  const structure = await readStructure(ctx, structureId);
  ctx.demand('request', structure, 'Structure');
  const content = contentOf(written);
  return ctx.transaction(async (ctx) => {
    const { caf, partnerId } = structure;
    const series = `H-${caf}-${ctx.today().slice(0, 4)}`;
    const number = String(await nextNumber(ctx, series)).padStart(4, '0');
    const draft = {
      ...content,
      id: newId(),
      reference: `${series}-${number}`,
      caf,
      partnerId,
      structureId,
      kind,
      state: 'draft' as const,
      createdAt: ctx.instant(),
    };
    await ctx.em.insert(HabilitationRequest, draft);
    ctx.record('create', 'habilitationRequest', draft, { kind });
    return ctx.em.findOneByOrFail(HabilitationRequest, { id: draft.id });
  });
}

/** @throws NOT_FOUND, OVERTAKEN, STEP_NOT_OPEN */
async function draft(ctx: Context, { id, revision }: Seen, step: RequestStep): Promise<HabilitationRequest> {
  const request = await readRequest(ctx, id);
  ctx.demand(step, request, WHAT);
  if (request.revision !== revision) throw Overtaken({ what: WHAT, id, revision });
  requestCycle.take(request, step, await factsOf(ctx, request));
  return request;
}

/** @throws those of `draft`, MALFORMED_EMAIL, ROLE_NOT_FOR_STRUCTURE, BAD_INPUT */
export const editRequest = (ctx: Context, seen: Seen, written: Written): Promise<HabilitationRequest> =>
  ctx.transaction(async (ctx) => {
    const request = await draft(ctx, seen, 'edit');
    const { id, revision } = seen;
    const changes = { ...contentOf(written), revision: revision + 1 };
    const { affected } = await ctx.em.update(HabilitationRequest, { id, revision }, changes);
    if (!affected) throw Overtaken({ what: WHAT, id, revision });
    ctx.record('edit', 'habilitationRequest', request, { revision: revision + 1 });
    return ctx.em.findOneByOrFail(HabilitationRequest, { id });
  });

/** Deletes a draft, with what it said of a person: nobody has decided anything upon it. */
export const deleteRequest = (ctx: Context, seen: Seen): Promise<void> =>
  ctx.transaction(async (ctx) => {
    const request = await draft(ctx, seen, 'delete');
    const { affected } = await ctx.em.delete(HabilitationRequest, seen);
    if (!affected) throw Overtaken({ what: WHAT, ...seen });
    ctx.record('delete', 'habilitationRequest', request);
  });
