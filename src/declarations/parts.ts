/** The rows of a declaration, read and deleted a part at a time: 5,000 of them never hold the event loop. */
import { setImmediate } from 'node:timers/promises';
import type { EntityManager, FindOptionsSelect } from 'typeorm';
import { LessThanOrEqual, MoreThan } from 'typeorm';
import type { Context } from '../kernel/context.js';
import type { RowAnomaly } from './row.js';
import { DeclarationRow } from './row.js';

/** Some milliseconds of the event loop. */
const PART = 250;

/** In the order of the workbook, some at a time: no more of them need be in memory. */
export async function* rowParts(
  { em }: Context,
  declarationId: string,
  select?: FindOptionsSelect<DeclarationRow>,
): AsyncGenerator<DeclarationRow[], void> {
  for (let last = 0; ;) {
    const part = await em.find(DeclarationRow, {
      where: { declarationId, number: MoreThan(last) },
      order: { number: 'ASC' },
      take: PART,
      ...(select && { select }),
    });
    if (part.length > 0) yield part;
    if (part.length < PART) return;
    last = part.at(-1)!.number;
    await setImmediate();
  }
}

async function inParts(
  ctx: Context,
  declarationId: string,
  select?: FindOptionsSelect<DeclarationRow>,
): Promise<DeclarationRow[]> {
  const rows: DeclarationRow[] = [];
  for await (const part of rowParts(ctx, declarationId, select)) rows.push(...part);
  return rows;
}

/** All of them, in the order of the workbook. */
export const rowsOf = (ctx: Context, declarationId: string): Promise<DeclarationRow[]> =>
  inParts(ctx, declarationId);

/** What a row declares, without the cells that it was read from. */
export type DeclaredRow = Omit<DeclarationRow, 'cells' | 'corrected' | 'setAsideReason' | 'declaration'>;

const declared = {
  id: true,
  declarationId: true,
  number: true,
  month: true,
  allocataire: true,
  lastName: true,
  firstName: true,
  birthDate: true,
  hours: true,
  specificHours: true,
  amountCents: true,
  endOfCare: true,
  setAside: true,
  carriedFrom: true,
} satisfies FindOptionsSelect<DeclarationRow>;

/** Those that are declared: a row set aside is not. */
export const declaredRowsOf = async (ctx: Context, declarationId: string): Promise<DeclaredRow[]> =>
  (await inParts(ctx, declarationId, declared)).filter(({ setAside }) => !setAside);

/** Deletes what a declaration has of them. */
export async function clear<Entity extends DeclarationRow | RowAnomaly>(
  em: EntityManager,
  entity: new () => Entity,
  number: keyof Entity & string,
  declarationId: string,
): Promise<void> {
  for (;;) {
    const kept = em.createQueryBuilder(entity, 'it').select(`it.${number}`, 'number');
    const last = await kept
      .where('it.declarationId = :declarationId', { declarationId })
      .orderBy(`it.${number}`)
      .offset(PART)
      .limit(1)
      .getRawOne<{ number: number }>();
    const part = last ? { [number]: LessThanOrEqual(last.number) } : {};
    await em.delete(entity, { declarationId, ...part });
    if (!last) return;
    await setImmediate();
  }
}
