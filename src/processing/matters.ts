/** What the automaton knows of each row before it decides: the record, how the child matches, rights already closed. */
import type { Context } from '../kernel/context.js';
import type { EndOfCare, Known, Matching, Registry } from '../allocataires/index.js';
import { matching } from '../allocataires/index.js';
import { Attestation } from '../attestations/index.js';
import type { Declaration, DeclaredRow } from '../declarations/index.js';
import { DeclarationRow } from '../declarations/index.js';
import { figure } from '../parameters/index.js';
import { Reassignment } from './outcome.js';
import type { Matter } from './reasons.js';

/** A row with all that decides it. */
export interface RowMatter extends Matter {
  row: DeclaredRow;
  matching: Matching;
}

/** A declared row has a number; of a child, it has a day of birth and names too. */
type Told = DeclaredRow & { allocataire: string };

const claimOf = ({ allocataire, birthDate }: Told) => ({ allocataire, birthDate });
const childOf = ({ allocataire, lastName, firstName, birthDate }: Told) => ({
  allocataire,
  lastName: lastName ?? '',
  firstName: firstName ?? '',
  birthDate: birthDate!,
});

/** Answers in the order of the rows what is asked of some of them only. */
async function among<Row, Found>(
  rows: readonly Row[],
  asks: (row: Row) => boolean,
  ask: (some: Row[]) => Promise<Found[]>,
): Promise<Map<Row, Found>> {
  const some = rows.filter(asks);
  const found = some.length > 0 ? await ask(some) : [];
  return new Map(some.map((row, at) => [row, found[at]!]));
}

async function knownOf(registry: Registry, caf: string, rows: readonly Told[]): Promise<Map<Told, Known>> {
  const records = await registry.find(
    caf,
    rows.map(({ allocataire }) => allocataire),
  );
  const namesakes = await among(
    rows,
    ({ birthDate }) => birthDate !== null,
    (some) => registry.namesakes(caf, some.map(childOf)),
  );
  const elsewhere = await among(
    rows,
    ({ allocataire }) => !records.has(allocataire),
    (some) => registry.elsewhere(caf, some.map(claimOf)),
  );
  const known = (row: Told): Known => ({
    record: records.get(row.allocataire),
    elsewhere: elsewhere.get(row) ?? false,
    namesakes: namesakes.get(row) ?? 0,
  });
  return new Map(rows.map((row) => [row, known(row)]));
}

const isOf = ({ allocataire, birthDate }: EndOfCare, row: Told): boolean =>
  allocataire === row.allocataire && birthDate === row.birthDate;

/** Whether an adviser has processed, since, what came after that end: care has resumed. */
async function resumed({ em }: Context, { structureId }: Declaration, ended: EndOfCare): Promise<boolean> {
  const { caf, allocataire, birthDate, closesFrom: from } = ended;
  const handled = em
    .createQueryBuilder(Reassignment, 'handled')
    .innerJoin(Attestation, 'attestation', 'attestation.id = handled.attestationId')
    .innerJoin(DeclarationRow, 'row', 'row.id = handled.rowId')
    .where('handled.caf = :caf and handled.structureId = :structureId', { caf, structureId })
    .andWhere({ state: 'closed' })
    .andWhere('handled.outcome = :outcome and handled.month >= :from', { outcome: 'processed_by_hand', from })
    .andWhere('attestation.allocataire = :allocataire', { allocataire });
  if (birthDate !== null) handled.andWhere('row.birthDate = :birthDate', { birthDate });
  return handled.getExists();
}

/** The rows whose hours come after an end of care that still closes the right. */
async function rowsAfterEnd(
  ctx: Context,
  registry: Registry,
  declaration: Declaration,
  rows: readonly Told[],
): Promise<Set<Told>> {
  const cared = rows.filter(({ hours }) => (hours ?? 0) > 0);
  if (cared.length === 0) return new Set();
  const ended = await registry.closedRights(ctx, declaration, [
    ...new Set(cared.map(({ allocataire }) => allocataire)),
  ]);
  const closed: EndOfCare[] = [];
  for (const end of ended) if (!(await resumed(ctx, declaration, end))) closed.push(end);
  return new Set(cared.filter((row) => closed.some((end) => isOf(end, row))));
}

export async function mattersOf(
  ctx: Context,
  registry: Registry,
  declaration: Declaration,
  declared: readonly DeclaredRow[],
): Promise<RowMatter[]> {
  const { caf, month } = declaration;
  const rows = declared as readonly Told[];
  const known = await knownOf(registry, caf, rows);
  const afterEnd = await rowsAfterEnd(ctx, registry, declaration, rows);
  const letters = figure('slip_letters', month).value;
  return rows.map((row) => {
    const about = known.get(row)!;
    const { record } = about;
    return { row, month, record, matching: matching(row, about, letters), afterEnd: afterEnd.has(row) };
  });
}
