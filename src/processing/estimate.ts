/** What a row or a simulated month is worth: the CMG of what the row says and the record holds. */
import type { Month } from '../kernel/calendar.js';
import type { Context } from '../kernel/context.js';
import { NotFound, refusal } from '../kernel/refusal.js';
import type { AllocataireRecord, Registry } from '../allocataires/index.js';
import { Allocataire } from '../allocataires/index.js';
import type { DeclaredRow } from '../declarations/index.js';
import type { PartialCmgInput } from '../entitlements/index.js';
import { careTypes, estimate, impossible } from '../entitlements/index.js';
import type { StructureKind } from '../partners/index.js';

/** An amount or no right, with its trace; or what is missing to tell, in French. */
export type Estimate = ReturnType<typeof estimate>;

/** What one asks a simulation for; who may ask is in the table of rights. */
export class CmgSimulation {
  readonly id = 'simulation';
}

export const SimulationImpossible = refusal<{ sentences: string[] }>(
  'SIMULATION_IMPOSSIBLE',
  ({ sentences }) => sentences.join(' '),
);

/** What a record says of the family in that month. */
const ofRecord = (
  { situation, children }: AllocataireRecord,
  month: Month,
  birthDate: string | null,
): PartialCmgInput => {
  const { household, childrenInCharge, incomes = {}, aah, prepare, atypicalHours } = situation ?? {};
  const inCare = birthDate === null ? children : children.filter((child) => child.birthDate === birthDate);
  return {
    household,
    childrenInCharge,
    incomeN2: incomes[String(Number(month.slice(0, 4)) - 2)],
    aah,
    prepare,
    atypicalHoursCondition: atypicalHours,
    aeeh: inCare.some(({ aeeh }) => aeeh),
    familyBirthDates: children.map((child) => child.birthDate),
  };
};

const careTypeOf = (kind: StructureKind) => careTypes.find((careType) => careType === kind) ?? null;

export const estimateRow = (
  { birthDate, hours, specificHours, amountCents }: DeclaredRow,
  month: Month,
  kind: StructureKind,
  record: AllocataireRecord,
): Estimate =>
  estimate({
    ...ofRecord(record, month, birthDate),
    month,
    careType: careTypeOf(kind),
    childBirthDate: birthDate,
    hours,
    specificHours,
    spendCents: amountCents,
  });

/** A record, for those who may complete a simulation with it. */
export interface RecordRef {
  caf: string;
  number: string;
}

async function readRecord(
  ctx: Context,
  registry: Registry,
  { caf, number }: RecordRef,
): Promise<AllocataireRecord> {
  const subject = Object.assign(new Allocataire(), { id: number, caf, number });
  ctx.demand('simulate', subject, 'Allocataire');
  const record = (await registry.find(caf, [number])).get(number);
  if (!record) throw NotFound({ what: 'Allocataire', id: number });
  ctx.saw('allocataire', { id: record.id, caf });
  return record;
}

const given = (partial: PartialCmgInput): PartialCmgInput =>
  Object.fromEntries(Object.entries(partial).filter(([, value]) => value !== null && value !== undefined));

/**
 * What a month would be worth. With a record, what is not given comes from it.
 *
 * @throws NOT_FOUND for those who may not, SIMULATION_IMPOSSIBLE for values that no month can hold
 */
export async function simulate(
  ctx: Context,
  registry: Registry,
  asked: PartialCmgInput,
  ref?: RecordRef | null,
): Promise<Estimate> {
  ctx.demand('simulate', new CmgSimulation(), 'Simulation');
  const record = ref && (await readRecord(ctx, registry, ref));
  const known = record && asked.month ? ofRecord(record, asked.month, asked.childBirthDate ?? null) : {};
  const partial = { ...known, ...given(asked) };
  const sentences = impossible(partial);
  if (sentences.length > 0) throw SimulationImpossible({ sentences });
  return estimate(partial);
}
