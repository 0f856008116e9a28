/** Asking the Caf's records whether rows are right, so that nobody learns more of a family than they declared. */
import { createHmac } from 'node:crypto';
import { Entity, LessThan, ManyToOne, Unique } from 'typeorm';
import { monthOf, type Month } from '../kernel/calendar.js';
import { DigestColumn, Id, MonthColumn, RefColumn } from '../kernel/columns.js';
import type { Context } from '../kernel/context.js';
import { insertAll } from '../kernel/database.js';
import { newId } from '../kernel/id.js';
import type { Claim } from '../kernel/register.js';
import { framesOf } from '../kernel/trace.js';
import { takeTurn } from '../kernel/turn.js';
import { figure } from '../parameters/index.js';
import { Caf, Structure } from '../partners/index.js';
import type { Beside } from '../workbooks/index.js';
import type { Declaration } from './declaration.js';

/** What a structure was told is wrong, in a calendar month: keyed hashes, in which no number and no day can be read. */
@Entity()
@Unique('register_mismatch_unique', ['structureId', 'month', 'claim'])
export class RegisterMismatch {
  @Id()
  id: string;

  @ManyToOne(() => Structure, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  structure: Structure;

  @RefColumn()
  structureId: string;

  /** The month in which it was told. */
  @MonthColumn()
  month: Month;

  @DigestColumn()
  number: string;

  @DigestColumn()
  claim: string;
}

type Told = Pick<RegisterMismatch, 'number' | 'claim'>;

/** Of the structure too: what one was told says nothing of what another was. */
const hashed = ({ house: { secret } }: Context, structureId: string) => {
  const hash = (text: string) =>
    createHmac('sha256', secret).update(`register ${structureId} ${text}`).digest('hex');
  return ({ allocataire, birthDate }: Claim): Told => ({
    number: hash(allocataire),
    claim: hash(`${allocataire} ${birthDate ?? ''}`),
  });
};

/** What is told of the wrong claims, within the bounds of the month. */
interface Telling {
  told: Set<string>;
  fresh: Told[];
  /** Bounds that are met by this telling. */
  met: { bound: 'structure' | 'number'; most: number }[];
}

function tellWithin(known: readonly Told[], wrong: readonly Told[], month: Month): Telling {
  const most = figure('register_wrong_per_structure', month).value;
  const mostOfNumber = figure('register_wrong_per_number', month).value;
  const told = new Set(known.map(({ claim }) => claim));
  const numbers = new Map<string, number>();
  const countOf = (number: string) => numbers.get(number) ?? 0;
  for (const { number } of known) numbers.set(number, countOf(number) + 1);
  const telling: Telling = { told, fresh: [], met: [] };
  for (const one of wrong) {
    // What was told already is told again: it says nothing new.
    if (told.has(one.claim) || told.size >= most || countOf(one.number) >= mostOfNumber) continue;
    told.add(one.claim);
    numbers.set(one.number, countOf(one.number) + 1);
    telling.fresh.push(one);
    if (told.size === most) telling.met.push({ bound: 'structure', most });
    if (countOf(one.number) === mostOfNumber) telling.met.push({ bound: 'number', most: mostOfNumber });
  }
  return telling;
}

/**
 * Counts what is about to be told, before it is: beyond a bound nothing more is, right or wrong alike, and the journal
 * of the Caf says that it was met. In a transaction of its own: what is told by a check that comes to nothing counts too.
 *
 * @returns the hashes of the claims that are told to be wrong
 */
const countTold = (
  ctx: Context,
  { structureId, caf }: Declaration,
  wrong: readonly Told[],
): Promise<Set<string>> =>
  ctx.transaction(async (ctx) => {
    const month = monthOf(ctx.today());
    // One at a time for a structure: drafts that are checked at once have the same bounds.
    await takeTurn(ctx, structureId);
    await ctx.em.delete(RegisterMismatch, { structureId, month: LessThan(month) });
    const known = await ctx.em.findBy(RegisterMismatch, { structureId, month });
    const { told, fresh, met } = tellWithin(known, wrong, month);
    const added = fresh.map((one) =>
      Object.assign(new RegisterMismatch(), { id: newId(), structureId, month, ...one }),
    );
    await insertAll(ctx.em, RegisterMismatch, added);
    for (const facts of met)
      ctx.record('meetRegisterBound', 'structure', { id: structureId, caf }, { month, ...facts });
    return told;
  });

/** What the records answer; nothing is wrong while they cannot be asked. */
async function held(ctx: Context, caf: string, claims: readonly Claim[]): Promise<boolean[]> {
  try {
    return await ctx.house.register.holds(caf, claims);
  } catch (error) {
    ctx.house.log.warn({ register: 'unavailable', caf, at: framesOf((error as Error).stack) });
    return claims.map(() => true);
  }
}

/** How the rows of a draft are checked at its Caf; not at all unless the Caf has chosen so. */
export async function registerChecks(
  ctx: Context,
  declaration: Declaration,
): Promise<Pick<Beside, 'wrongAtCaf'>> {
  const { caf: code, structureId } = declaration;
  if (!(await ctx.em.existsBy(Caf, { code, registerChecks: true }))) return {};
  const hash = hashed(ctx, structureId);
  return {
    async wrongAtCaf(claims) {
      const answers = await held(ctx, code, claims);
      const wrong = claims.filter((_claim, at) => !answers[at]);
      if (wrong.length === 0) return [];
      const told = await countTold(ctx, declaration, wrong.map(hash));
      return claims.map((claim, at) => !answers[at] && told.has(hash(claim).claim));
    },
  };
}
