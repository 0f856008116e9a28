/** Numbering the rows of a sent declaration: what each attestation will say is frozen, and sealed. */
import { In } from 'typeorm';
import type { Context } from '../kernel/context.js';
import { nextNumber } from '../kernel/counter.js';
import { insertAll } from '../kernel/database.js';
import { failpoint } from '../kernel/failpoint.js';
import { newId } from '../kernel/id.js';
import type { Declaration, DeclarationRow } from '../declarations/index.js';
import { rowsOf } from '../declarations/index.js';
import { Person } from '../identity/index.js';
import { readCaf, readStructure, structureKindNames } from '../partners/index.js';
import { replay } from './amended.js';
import { Attestation } from './attestation.js';
import type { AttestationFields } from './fields.js';
import { frozen } from './freeze.js';
import { templateVersion } from './page.js';
import type { Signer } from './seal/keys.js';
import { signerOf } from './seal/keys.js';

/** Attestations printed at once: beyond, a print gains nothing more and its failure costs more. */
export const LOT = 50;

type Common = Omit<
  AttestationFields,
  'number' | 'version' | 'allocataire' | 'child' | 'hours' | 'specificHours' | 'amountCents' | 'endOfCare'
>;

async function commonFields(ctx: Context, declaration: Declaration): Promise<Common> {
  const { submittedBy, approvedBy, approvedAt, caf, structureId, month, reference, version } = declaration;
  const structure = await readStructure(ctx, structureId);
  const people = await ctx.em.findBy(Person, { id: In([submittedBy, approvedBy]) });
  const nameOf = (id: string | null) => {
    const { civility, firstName, lastName } = people.find((person) => person.id === id)!;
    return `${civility} ${firstName} ${lastName}`;
  };
  const { name } = await readCaf(ctx, caf);
  return {
    caf: { code: caf, name },
    structure: {
      name: structure.name,
      siret: structure.siret,
      kind: structureKindNames[structure.kind],
      addressLines: structure.address,
      email: structure.email,
      phone: structure.phone,
    },
    month,
    declarant: nameOf(submittedBy),
    approver: nameOf(approvedBy),
    approvedAt: approvedAt!,
    deposit: { reference, version },
    issuedAt: ctx.instant(),
    templateVersion,
  };
}

const fieldsOf = (
  common: Common,
  row: DeclarationRow,
  { number, version }: Pick<AttestationFields, 'number' | 'version'>,
): AttestationFields => ({
  ...common,
  number,
  version,
  allocataire: row.allocataire!,
  child: row.birthDate
    ? { lastName: row.lastName!, firstName: row.firstName!, birthDate: row.birthDate }
    : null,
  hours: row.hours!,
  specificHours: row.specificHours!,
  amountCents: row.amountCents!,
  endOfCare: row.endOfCare,
});

/** A row that is numbered: what its attestation says is frozen, and sealed. */
interface Numbering {
  row: Pick<DeclarationRow, 'id'>;
  fields: AttestationFields;
  signer: Signer;
  lot: number;
}

export function numbered(
  { id: declarationId, structureId, caf, month }: Pick<Declaration, 'id' | 'structureId' | 'caf' | 'month'>,
  { row, fields, signer, lot }: Numbering,
): Attestation {
  return Object.assign(new Attestation(), {
    id: newId(),
    number: fields.number,
    version: fields.version,
    declarationId,
    rowId: row.id,
    structureId,
    caf,
    month,
    allocataire: fields.allocataire,
    state: 'numbered',
    ...frozen(signer, fields),
    filedAt: null,
    standing: 'current',
    endedAt: null,
    endReason: null,
    endedBy: null,
    lot,
  });
}

/** The number of each row: that of the attestation it replaces, under the next version, or a new one. */
async function numbersOf(
  ctx: Context,
  { caf, month }: Declaration,
  rows: readonly DeclarationRow[],
  replaced: ReadonlyMap<string, Attestation>,
): Promise<{ number: string; version: number }[]> {
  const fresh = rows.filter(({ id }) => !replaced.has(id)).length;
  const series = `A-${caf}-${month.replace('-', '')}`;
  let next = fresh > 0 ? await nextNumber(ctx, series, fresh) : 0;
  return rows.map(({ id }) => {
    const former = replaced.get(id);
    if (former) return { number: former.number, version: former.version + 1 };
    const number = `${series}-${String(next).padStart(6, '0')}`;
    next += 1;
    return { number, version: 1 };
  });
}

/** Numbers the rows that have no attestation yet and freezes what each will say; an amendment's, only what changed. */
export const numberRows = (ctx: Context, declaration: Declaration): Promise<Attestation[]> =>
  ctx.transaction(async (ctx) => {
    const { id: declarationId } = declaration;
    const known = await ctx.em.findBy(Attestation, { declarationId });
    const kept = (await rowsOf(ctx, declarationId)).filter(({ setAside }) => !setAside);
    const { replaced, carried } = await replay(ctx, declaration, kept);
    const done = new Set([...known.map(({ rowId }) => rowId), ...carried]);
    const rows = kept.filter(({ id }) => !done.has(id));
    if (rows.length === 0) return known;
    ctx.saw('declaration', declaration, rows.length);
    const common = await commonFields(ctx, declaration);
    const numbers = await numbersOf(ctx, declaration, rows, replaced);
    const signer = await signerOf(ctx);
    const first = 1 + Math.max(-1, ...known.map(({ lot }) => lot));
    const made = rows.map((row, at) => {
      const lot = first + Math.floor(at / LOT);
      return numbered(declaration, { row, fields: fieldsOf(common, row, numbers[at]!), signer, lot });
    });
    await insertAll(ctx.em, Attestation, made);
    failpoint('attestations.numbering');
    ctx.afterCommit(() => failpoint('attestations.numbered'));
    return [...known, ...made];
  });
