/** What a structure sent for the month before, and the rows that a month begins with. */
import { setImmediate } from 'node:timers/promises';
import type { FindOptionsSelect } from 'typeorm';
import { MoreThan } from 'typeorm';
import { addMonths, firstDayOf } from '../kernel/calendar.js';
import type { Context } from '../kernel/context.js';
import type { FilledRow } from '../workbooks/index.js';
import { read } from './change.js';
import type { State } from './declaration.js';
import { Declaration } from './declaration.js';
import { DeclarationRow } from './row.js';

const sent: State[] = ['sent', 'attested', 'processed'];

/** The latest version that was sent for the month before, as far as this person may read it. */
const sentBefore = (ctx: Context, { structureId, type, month }: Declaration): Promise<Declaration | null> =>
  ctx
    .scope(Declaration, 'declaration')
    .andWhere('declaration.structureId = :structureId and declaration.type = :type', { structureId, type })
    .andWhere('declaration.month = :before', { before: addMonths(month, -1) })
    .andWhere('declaration.state in (:...sent)', { sent })
    .orderBy('declaration.version', 'DESC')
    .getOne();

/** What a row says, without the cells that it was read from. */
const values = {
  id: true,
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
} as const satisfies FindOptionsSelect<DeclarationRow>;

type SentRow = Pick<DeclarationRow, keyof typeof values>;

/** Rows read at a stretch: some milliseconds of the event loop. */
const PART = 250;

/** The rows that were sent for the month before, but those set aside, and the declaration that had them. */
export async function rowsSentBefore(
  ctx: Context,
  declaration: Declaration,
): Promise<{ before: Declaration; rows: SentRow[] } | undefined> {
  const before = await sentBefore(ctx, declaration);
  if (!before) return undefined;
  const rows: SentRow[] = [];
  for (;;) {
    const number = MoreThan(rows.at(-1)?.number ?? 0);
    const part = await ctx.em.find(DeclarationRow, {
      select: values,
      where: { declarationId: before.id, setAside: false, number },
      order: { number: 'ASC' },
      take: PART,
    });
    rows.push(...part);
    if (part.length < PART) return { before, rows };
    await setImmediate();
  }
}

/** What tells one child, or one family, from another. */
const identityOf = ({ allocataire, lastName, firstName, birthDate }: SentRow): string =>
  JSON.stringify([allocataire, lastName, firstName, birthDate]);

const french = new Intl.Collator('fr', { sensitivity: 'base' });
const numberOf = ({ allocataire }: SentRow): string => allocataire ?? '';
const nameOf = ({ lastName, firstName }: SentRow): string => `${lastName ?? ''} ${firstName ?? ''}`;

/** Families by the name of their first child, brothers and sisters together; without names, by number. */
function inFamilies(rows: readonly SentRow[]): SentRow[] {
  const named = rows.toSorted(
    (one, other) =>
      french.compare(nameOf(one), nameOf(other)) || french.compare(numberOf(one), numberOf(other)),
  );
  const places = new Map<string, number>();
  for (const row of named) if (!places.has(numberOf(row))) places.set(numberOf(row), places.size);
  return named.toSorted((one, other) => places.get(numberOf(one))! - places.get(numberOf(other))!);
}

/** Those whose care goes on into the month, each once. */
function stillCared(rows: readonly SentRow[], { month }: Declaration): SentRow[] {
  const going = rows.filter(({ endOfCare }) => !endOfCare || endOfCare >= firstDayOf(month));
  return [...new Map(going.map((row) => [identityOf(row), row])).values()];
}

const expected = (
  { allocataire, lastName, firstName, birthDate }: SentRow,
  { month }: Declaration,
): FilledRow => ({
  month,
  allocataire: allocataire ?? undefined,
  lastName: lastName ?? undefined,
  firstName: firstName ?? undefined,
  birthDate: birthDate ?? undefined,
});

/**
 * The rows with which a month begins: last month's children (for home care, its families) whose care goes on, with
 * this month on each row, hours and amount left blank. None when nothing was sent for the month before.
 *
 * @throws NOT_FOUND when there is no such declaration, or none this person may read
 */
export async function rowsToExpect(
  ctx: Context,
  id: string,
): Promise<{ declaration: Declaration; rows: FilledRow[] }> {
  const declaration = await read(ctx, id);
  const sent = await rowsSentBefore(ctx, declaration);
  if (!sent) return { declaration, rows: [] };
  const rows = inFamilies(stillCared(sent.rows, declaration)).map((row) => expected(row, declaration));
  if (rows.length > 0) ctx.saw('declaration', sent.before, rows.length);
  return { declaration, rows };
}
