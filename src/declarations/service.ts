/** Opening, submitting, approving, reading: what people do with a declaration. */
import type { Context } from '../kernel/context.js';
import type { Instant, Month } from '../kernel/calendar.js';
import { addMonths, monthOf } from '../kernel/calendar.js';
import { isDuplicate } from '../kernel/database.js';
import { nextNumber } from '../kernel/counter.js';
import { newId } from '../kernel/id.js';
import type { Page, PageRequest } from '../kernel/page.js';
import { page } from '../kernel/page.js';
import { readStructure } from '../partners/index.js';
import { figure } from '../parameters/index.js';
import { release, wakeAmendment } from './amendment-turn.js';
import type { Seen } from './change.js';
import { read, ready, settle, standingOf } from './change.js';
import { currentConditions } from './conditions.js';
import type { Click, Step } from './cycle.js';
import { cycle } from './cycle.js';
import { Declaration } from './declaration.js';
import {
  CommentMissing,
  ConditionsOutdated,
  DeclarationExists,
  MonthNotOver,
  MonthTooOld,
  TypeNotForStructure,
} from './refusals.js';
import { DeclarationRow } from './row.js';
import type { TypeCode } from './types.js';
import { types } from './types.js';

export const list = (ctx: Context, request: PageRequest): Promise<Page<Declaration>> =>
  page(ctx.scope(Declaration, 'declaration'), request, 'id', 'DESC');

/** @throws MONTH_NOT_OVER, MONTH_TOO_OLD */
export function demandMonth(ctx: Context, month: Month): void {
  const current = monthOf(ctx.today());
  if (month >= current) throw MonthNotOver({ month });
  const monthsBack = figure('months_back', current).value;
  if (month < addMonths(current, -monthsBack)) throw MonthTooOld({ month, monthsBack });
}

/** Every version of a month, the latest first. */
export const versionsOf = (
  { em }: Context,
  { structureId, type, month }: Pick<Declaration, 'structureId' | 'type' | 'month'>,
): Promise<Declaration[]> =>
  em.find(Declaration, { where: { structureId, type, month }, order: { version: 'DESC' } });

/** The version to open. @throws DECLARATION_EXISTS unless those before were given up */
async function firstVersion(
  ctx: Context,
  asked: { structureId: string; type: TypeCode; month: Month },
): Promise<number> {
  const versions = await versionsOf(ctx, asked);
  const kept = versions.find(({ state }) => state !== 'cancelled');
  if (kept) throw DeclarationExists({ id: kept.id, reference: kept.reference, month: asked.month });
  return (versions[0]?.version ?? 0) + 1;
}

/**
 * Opens the month's declaration of a structure.
 *
 * @throws NOT_FOUND, TYPE_NOT_FOR_STRUCTURE, MONTH_NOT_OVER, MONTH_TOO_OLD, DECLARATION_EXISTS
 */
export async function create(
  ctx: Context,
  { structureId, type, month }: { structureId: string; type: TypeCode; month: Month },
): Promise<Declaration> {
  const structure = await readStructure(ctx, structureId);
  ctx.demand('declare', structure, 'Structure');
  if (!types[type].structures.includes(structure.kind)) {
    throw TypeNotForStructure({ type, kind: structure.kind });
  }
  demandMonth(ctx, month);
  try {
    return await ctx.transaction(async (ctx) => {
      const version = await firstVersion(ctx, { structureId, type, month });
      const series = `D-${structure.caf}-${month.replace('-', '')}`;
      const number = String(await nextNumber(ctx, series)).padStart(4, '0');
      const declaration = {
        id: newId(),
        reference: `${series}-${number}`,
        structureId,
        caf: structure.caf,
        type,
        month,
        version,
        state: 'draft' as const,
        createdAt: ctx.instant(),
      };
      await ctx.em.insert(Declaration, declaration);
      ctx.record('create', 'declaration', declaration, { type, month, version });
      return ctx.em.findOneByOrFail(Declaration, { id: declaration.id });
    });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    // Two persons opened it at once: the later one is told of the earlier.
    await firstVersion(ctx, { structureId, type, month });
    throw error;
  }
}

/** @throws CONDITIONS_OUTDATED when another wording is in force */
export const acceptConditions = (ctx: Context, seen: Seen, version: string): Promise<Declaration> =>
  ctx.transaction(async (ctx) => {
    const declaration = await ready(ctx, seen, 'acceptConditions');
    if (version !== currentConditions.version) {
      throw ConditionsOutdated({ version, current: currentConditions.version });
    }
    const accepted = {
      conditionsVersion: version,
      conditionsAcceptedBy: ctx.actor.id,
      conditionsAcceptedAt: ctx.instant(),
    };
    return settle(ctx, declaration, 'acceptConditions', accepted, { version });
  });

interface Clicked {
  by: string;
  at: Instant;
  comment: string | null;
}

/** What a click leaves on the declaration, beside its state. */
const marks = {
  submit: (_declaration, { by: submittedBy, at: submittedAt }) => ({
    submittedBy,
    submittedAt,
    comment: null,
  }),
  approve: ({ preparedBy }, { by: approvedBy, at: approvedAt }) => ({
    approvedBy,
    approvedAt,
    // The cycle let it through: whoever prepared it is alone there.
    approvedAlone: preparedBy?.includes(approvedBy) ?? false,
  }),
  return: (_declaration, { comment }) => ({ comment }),
  cancel: () => ({}),
} satisfies Record<Click, (declaration: Declaration, click: Clicked) => Partial<Declaration>>;

/**
 * Takes one step of the cycle: right, rule, state and jobs, all or nothing.
 *
 * @throws COMMENT_MISSING when returning without a word, and those of `ready`
 */
export const advance = (
  ctx: Context,
  seen: Seen,
  step: Click,
  comment?: string | null,
): Promise<Declaration> =>
  ctx.transaction(async (ctx) => {
    const declaration = await ready(ctx, seen, step);
    const words = comment?.trim() || null;
    if (step === 'return' && !words) throw CommentMissing({ field: 'comment' });
    const clicked = { by: ctx.actor.id, at: ctx.instant(), comment: words };
    const changes: Partial<Declaration> = marks[step](declaration, clicked);
    if (step === 'cancel' && declaration.amendsId) await release(ctx, declaration);
    return settle(ctx, declaration, step, changes, changes.approvedAlone ? { alone: true } : {});
  });

/** A step of the automaton, whose cause is behind it: in a state that it does not leave from, it is done already. */
export const pass = (ctx: Context, id: string, step: 'attest' | 'close'): Promise<Declaration> =>
  ctx.transaction(async (ctx) => {
    const declaration = await read(ctx, id);
    if (!(cycle.steps[step].from as readonly string[]).includes(declaration.state)) return declaration;
    const passed = await settle(ctx, await ready(ctx, declaration, step), step);
    if (step === 'close') await wakeAmendment(ctx, passed);
    return passed;
  });

/** The steps this person could take now: the buttons of the screen. */
export const openSteps = async (ctx: Context, declaration: Declaration): Promise<Step[]> =>
  cycle.openTo(declaration, await standingOf(ctx, declaration)).filter((step) => ctx.can(step, declaration));

export interface Totals {
  hours: number;
  specificHours: number;
  amountCents: number;
}

/** Sums of the rows that are declared. */
export async function totalsOf({ em }: Context, { id }: Declaration): Promise<Totals> {
  const sums = await em
    .createQueryBuilder(DeclarationRow, 'row')
    .select('coalesce(sum(row.hours), 0)', 'hours')
    .addSelect('coalesce(sum(row.specificHours), 0)', 'specificHours')
    .addSelect('coalesce(sum(row.amountCents), 0)', 'amountCents')
    .where('row.declarationId = :id and row.setAside = :aside', { id, aside: false })
    .getRawOne<Record<keyof Totals, string | number>>();
  const { hours = 0, specificHours = 0, amountCents = 0 } = sums ?? {};
  return { hours: Number(hours), specificHours: Number(specificHours), amountCents: Number(amountCents) };
}
