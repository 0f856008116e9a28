/** What a structure sent for the month before, and the rows that a month begins with. */
import { addMonths, firstDayOf } from '../kernel/calendar.js';
import type { Context } from '../kernel/context.js';
import type { FilledRow } from '../workbooks/index.js';
import { read } from './change.js';
import type { State } from './declaration.js';
import { Declaration } from './declaration.js';
import type { DeclaredRow } from './parts.js';
import { declaredRowsOf } from './parts.js';

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

/** The rows that were sent for the month before, but those set aside, and the declaration that had them. */
export async function rowsSentBefore(
  ctx: Context,
  declaration: Declaration,
): Promise<{ before: Declaration; rows: DeclaredRow[] } | undefined> {
  const before = await sentBefore(ctx, declaration);
  if (!before) return undefined;
  return { before, rows: await declaredRowsOf(ctx, before.id) };
}

/** What tells one child, or one family, from another. */
const identityOf = ({ allocataire, lastName, firstName, birthDate }: DeclaredRow): string =>
  JSON.stringify([allocataire, lastName, firstName, birthDate]);

const french = new Intl.Collator('fr', { sensitivity: 'base' });
const numberOf = ({ allocataire }: DeclaredRow): string => allocataire ?? '';
const nameOf = ({ lastName, firstName }: DeclaredRow): string => `${lastName ?? ''} ${firstName ?? ''}`;

/** Families by the name of their first child, brothers and sisters together; without names, by number. */
function inFamilies(rows: readonly DeclaredRow[]): DeclaredRow[] {
  const named = rows.toSorted(
    (one, other) =>
      french.compare(nameOf(one), nameOf(other)) || french.compare(numberOf(one), numberOf(other)),
  );
  const places = new Map<string, number>();
  for (const row of named) if (!places.has(numberOf(row))) places.set(numberOf(row), places.size);
  return named.toSorted((one, other) => places.get(numberOf(one))! - places.get(numberOf(other))!);
}

/** Those whose care goes on into the month, each once. */
function stillCared(rows: readonly DeclaredRow[], { month }: Declaration): DeclaredRow[] {
  const going = rows.filter(({ endOfCare }) => !endOfCare || endOfCare >= firstDayOf(month));
  return [...new Map(going.map((row) => [identityOf(row), row])).values()];
}

const expected = (
  { allocataire, lastName, firstName, birthDate }: DeclaredRow,
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
