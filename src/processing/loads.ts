/** How many cases wait: by reason, by age, and in the hands of each adviser. */
import type { SelectQueryBuilder } from 'typeorm';
import { IsNull } from 'typeorm';
import type { Context } from '../kernel/context.js';
import { Habilitation } from '../habilitations/index.js';
import type { AgeBracket } from './cases.js';
import { ageBrackets, casesAsked } from './cases.js';
import type { ReassignmentState } from './outcome.js';
import { Reassignment } from './outcome.js';
import type { Reason } from './reasons.js';
import { reasonCodes } from './reasons.js';

interface Counted {
  count: number;
  /** Of them, those whose deadline has passed. */
  overdue: number;
}

export interface CaseCounts {
  byReason: ({ reason: Reason } & Counted)[];
  byAge: ({ age: AgeBracket } & Counted)[];
}

type Line = Pick<Reassignment, 'reason' | 'state' | 'claimedBy'> & { count: string; overdue: string };

const numbers = ({ count, overdue }: Line): Counted => ({ count: Number(count), overdue: Number(overdue) });

const added = (all: readonly Counted[]): Counted => ({
  count: all.reduce((sum, { count }) => sum + count, 0),
  overdue: all.reduce((sum, { overdue }) => sum + overdue, 0),
});

/** Pending cases, counted by some columns. */
const countedBy = (
  ctx: Context,
  cases: SelectQueryBuilder<Reassignment>,
  ...columns: (keyof Line)[]
): Promise<Line[]> => {
  const pending = cases
    .select('count(*)', 'count')
    .addSelect('sum(case when reassignment.dueOn < :day then 1 else 0 end)', 'overdue')
    .setParameter('day', ctx.today());
  for (const column of columns)
    pending.addSelect(`reassignment.${column}`, column).addGroupBy(`reassignment.${column}`);
  return pending.getRawMany<Line>();
};

/** Every reason and every age has its line, whatever its number. */
export async function countCases(ctx: Context): Promise<CaseCounts> {
  const pending = (age?: AgeBracket) =>
    casesAsked(ctx, ctx.scope(Reassignment, 'reassignment'), { pending: true, age });
  const found = await countedBy(ctx, pending(), 'reason');
  const ages = Object.keys(ageBrackets) as AgeBracket[];
  return {
    byReason: reasonCodes.map((reason) => ({
      reason,
      ...added(found.filter((line) => line.reason === reason).map(numbers)),
    })),
    byAge: await Promise.all(
      ages.map(async (age) => ({ age, ...added((await countedBy(ctx, pending(age))).map(numbers)) })),
    ),
  };
}

/** What an adviser has in hand. */
export interface AdviserLoad {
  id: string;
  /** No more when their habilitation has ended: what they held is still to be handed over. */
  active: boolean;
  claimed: number;
  /** Waiting for the partner's answer. */
  asked: number;
  overdue: number;
}

/** Those of the Cafs that this reader oversees. */
async function advisersOf(ctx: Context): Promise<Set<string>> {
  const held = await ctx
    .scope(Habilitation, 'held', 'oversee')
    .andWhere({ role: 'adviser', until: IsNull() })
    .getMany();
  return new Set(held.map(({ personId }) => personId));
}

const inHand = (lines: readonly Line[], state: ReassignmentState): number =>
  added(lines.filter((line) => line.state === state).map(numbers)).count;

/** Each adviser with what they have in hand, the most loaded first; nothing for who oversees nobody. */
export async function adviserLoads(ctx: Context): Promise<AdviserLoad[]> {
  const advisers = await advisersOf(ctx);
  const held = casesAsked(ctx, ctx.scope(Reassignment, 'reassignment', 'assign'), { pending: true });
  const lines = await countedBy(
    ctx,
    held.andWhere('reassignment.claimedBy is not null'),
    'claimedBy',
    'state',
  );
  const ids = new Set([...advisers, ...lines.map(({ claimedBy }) => claimedBy!)]);
  const loads = [...ids].map((id): AdviserLoad => {
    const theirs = lines.filter(({ claimedBy }) => claimedBy === id);
    const { overdue } = added(theirs.map(numbers));
    const [claimed, asked] = [inHand(theirs, 'claimed'), inHand(theirs, 'asked')];
    return { id, active: advisers.has(id), claimed, asked, overdue };
  });
  return loads.toSorted((one, other) => other.claimed - one.claimed || (one.id < other.id ? -1 : 1));
}
