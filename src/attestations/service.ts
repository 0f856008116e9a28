/** Numbering, printing and filing attestations; each part may be run again after a crash and changes nothing twice. */
import { createHash } from 'node:crypto';
import { In } from 'typeorm';
import type { Context, House } from '../kernel/context.js';
import { nextNumber } from '../kernel/counter.js';
import { insertAll } from '../kernel/database.js';
import { newId } from '../kernel/id.js';
import type { Page, PageRequest } from '../kernel/page.js';
import { page } from '../kernel/page.js';
import { FiledDocument } from '../allocataires/index.js';
import type { Declaration } from '../declarations/index.js';
import { DeclarationRow, pass, read, rowsOf, waitsForFormer } from '../declarations/index.js';
import { Person } from '../identity/index.js';
import { readCaf, readStructure, structureKindNames } from '../partners/index.js';
import { replaceFormer, replay } from './amended.js';
import { Attestation } from './attestation.js';
import type { AttestationFields } from './fields.js';
import { freezeAnew, frozen } from './freeze.js';
import { attestationPages, templateVersion } from './page.js';
import type { Sheet } from './page/seal.js';
import type { Signer } from './seal/keys.js';
import { signerOf } from './seal/keys.js';

const WHAT = 'Attestation';
/** Attestations printed at once: the printer keeps two pages warm. */
const LANES = 2;

/** The file read back is not the file written: it is not filed, and the work is tried again. */
export class NotFiled extends Error {}

export const attestationKey = ({ caf, month, id }: Pick<Attestation, 'caf' | 'month' | 'id'>): string =>
  `attestations/${caf}/${month}/${id}.pdf`;

/** @throws NOT_FOUND when there is none, or none this person may read */
export async function readAttestation(ctx: Context, id: string): Promise<Attestation> {
  const attestation = await ctx.find(Attestation, id, WHAT);
  ctx.saw('attestation', attestation);
  return attestation;
}

/** @param declaration  those of its rows only: of an amendment, most were issued for an earlier version */
export async function listAttestations(
  ctx: Context,
  request: PageRequest,
  declaration?: Pick<Declaration, 'id' | 'amendsId'>,
): Promise<Page<Attestation>> {
  const attestations = ctx.scope(Attestation, 'attestation');
  const { id, amendsId } = declaration ?? {};
  if (amendsId) {
    const rows = attestations
      .subQuery()
      .select('coalesce(declared.carriedFrom, declared.id)')
      .from(DeclarationRow, 'declared')
      .where('declared.declarationId = :id');
    attestations.andWhere(`attestation.rowId in ${rows.getQuery()}`, { id });
  } else if (id) attestations.andWhere('attestation.declarationId = :id', { id });
  const found = await page(attestations, request);
  for (const attestation of found.nodes) ctx.saw('attestation', attestation);
  return found;
}

/** The printed file of a filed attestation. */
export async function readFile(
  ctx: Context,
  id: string,
): Promise<{ attestation: Attestation; file: Buffer }> {
  const attestation = await readAttestation(ctx, id);
  return { attestation, file: await ctx.house.vault.get(attestationKey(attestation)) };
}

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
  row: DeclarationRow;
  fields: AttestationFields;
  signer: Signer;
}

function numbered(
  { id: declarationId, structureId, caf, month }: Declaration,
  { row, fields, signer }: Numbering,
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
    endedBy: null,
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
const numberRows = (ctx: Context, declaration: Declaration): Promise<Attestation[]> =>
  ctx.transaction(async (ctx) => {
    const { id: declarationId } = declaration;
    const known = await ctx.em.findBy(Attestation, { declarationId });
    await freezeAnew(ctx, known);
    const kept = (await rowsOf(ctx, declarationId)).filter(({ setAside }) => !setAside);
    const { replaced, carried } = await replay(ctx, declaration, kept);
    const done = new Set([...known.map(({ rowId }) => rowId), ...carried]);
    const rows = kept.filter(({ id }) => !done.has(id));
    if (rows.length === 0) return known;
    ctx.saw('declaration', declaration, rows.length);
    const common = await commonFields(ctx, declaration);
    const numbers = await numbersOf(ctx, declaration, rows, replaced);
    const signer = await signerOf(ctx);
    const made = rows.map((row, at) =>
      numbered(declaration, { row, fields: fieldsOf(common, row, numbers[at]!), signer }),
    );
    await insertAll(ctx.em, Attestation, made);
    return [...known, ...made];
  });

/** What its page is printed from. */
const sheetOf = ({ publicUrl }: House, { fields, sealKeyId, sealSignature }: Attestation): Sheet => ({
  fields,
  seal: { keyId: sealKeyId!, signature: sealSignature! },
  verifyAddress: `${publicUrl}/verify`,
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Prints, stores, reads back, then files to the allocataire's record.
 *
 * @throws NotFiled when what is read back is not what was printed
 */
async function file(ctx: Context, attestation: Attestation): Promise<void> {
  const { vault, printer } = ctx.house;
  ctx.demand('issue', attestation, WHAT);
  const key = attestationKey(attestation);
  const printed = await printer.print(attestationPages([sheetOf(ctx.house, attestation)]));
  await vault.put(key, printed);
  const digest = sha256(await vault.get(key));
  if (digest !== sha256(printed)) throw new NotFiled(attestation.id);
  await ctx.transaction(async (ctx) => {
    const { id, caf, allocataire, number } = attestation;
    const filedAt = ctx.instant();
    const { affected } = await ctx.em.update(
      Attestation,
      { id, state: 'numbered' },
      { state: 'filed', filedAt },
    );
    if (!affected) return;
    const document = {
      id: newId(),
      caf,
      allocataire,
      attestationId: id,
      key,
      digest,
      size: printed.length,
      filedAt,
    };
    await ctx.em.insert(FiledDocument, document);
    await replaceFormer(ctx, attestation);
    ctx.record('file', 'attestation', attestation, { number, digest });
  });
}

/** The next version of an attestation. */
export const nextVersion = ({ em }: Context, { number, version }: Attestation): Promise<Attestation | null> =>
  em.findOneBy(Attestation, { number, version: version + 1 });

/**
 * Issues the attestations of a sent declaration: a row keeps the one it has. An amendment has its turn once what it
 * amends is processed.
 */
export async function issue(ctx: Context, declarationId: string): Promise<void> {
  const declaration = await read(ctx, declarationId);
  if (await waitsForFormer(ctx, declaration)) return;
  const waiting = (await numberRows(ctx, declaration)).filter(({ state }) => state === 'numbered');
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await file(ctx, next);
  };
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
  const failed = lanes.find(({ status }) => status === 'rejected');
  if (failed) throw (failed as PromiseRejectedResult).reason;
  await ctx.transaction(async (ctx) => {
    await pass(ctx, declarationId, 'attest');
    ctx.complete();
  });
}
