/** Whether a code is that of an attestation of ours, and what has become of it; asked by anybody. */
import { timingSafeEqual } from 'node:crypto';
import type { Instant } from '../../kernel/calendar.js';
import { frenchInstant } from '../../kernel/calendar.js';
import type { Context } from '../../kernel/context.js';
import { refusal } from '../../kernel/refusal.js';
import type { Origin, Tried } from '../../identity/index.js';
import { count, giveBack, networkOf, tried } from '../../identity/index.js';
import { Attestation } from '../attestation.js';
import type { AttestationFields } from '../fields.js';
import type { Told } from './code.js';
import { codeOf, readCode } from './code.js';
import { SealKey } from './key.js';
import { isSignedBy } from './signature.js';
import { beginningOf, readShortCode } from './typed.js';
import type { VerdictName } from './verdicts.js';

export const TooManyVerifications = refusal<{ until: Instant }>(
  'TOO_MANY_VERIFICATIONS',
  ({ until }) =>
    `Trop d’essais. Recommencez à partir du ${frenchInstant(until)} (heure de Paris), en recopiant le document.`,
);

export const HolderNotProven = refusal<Record<string, never>>(
  'HOLDER_NOT_PROVEN',
  () =>
    'Ce numéro d’allocataire n’est pas celui que porte l’attestation. Recopiez les sept chiffres imprimés sur le document ; s’ils sont bien ceux-là, le document a été modifié.',
);

/** What is told of a genuine attestation to whoever has its code: nothing of the family. */
export type Shown = Pick<AttestationFields, 'number' | 'version' | 'month' | 'issuedAt'> & {
  caf: AttestationFields['caf'];
  structure: Pick<AttestationFields['structure'], 'name' | 'siret' | 'kind'>;
};

/** What is told besides to whoever shows that they hold the document, so that they compare. */
export type Compared = Pick<AttestationFields, 'hours' | 'specificHours' | 'amountCents' | 'endOfCare'> & {
  /** Nothing for home care. */
  child: { initials: string; birthDate: string } | null;
};

export interface Verification {
  verdict: VerdictName;
  /** The whole code, also when a short one was given; nothing when it is not genuine. */
  code?: string;
  shown?: Shown;
  compared?: Compared;
  /** The version that stands, of one that was replaced. */
  replacedBy?: number;
  /** When it was replaced or withdrawn. */
  endedAt?: Instant;
  /** The records vouch for it, the key does not any more. */
  keyWithdrawn?: true;
}

/** What was given: a code, whole or short, and what shows that one holds the document. */
export interface Given {
  code: string;
  allocataire?: string;
}

const findVersion = ({ em }: Context, { number, version }: Pick<Told, 'number' | 'version'>) =>
  em.findOneBy(Attestation, { number, version });

const toldBy = ({ number, version, fieldsDigest, sealKeyId, sealSignature }: Attestation): Told | undefined =>
  sealKeyId && sealSignature
    ? { keyId: sealKeyId, number, version, digest: fieldsDigest, signature: sealSignature }
    : undefined;

/** What a short code is the beginning of; nothing when it is not. */
async function wholeOf(ctx: Context, text: string): Promise<Told | undefined> {
  const short = readShortCode(text);
  const attestation = await findVersion(ctx, short);
  const told = attestation ? toldBy(attestation) : undefined;
  return told && beginningOf(told) === short.beginning ? told : undefined;
}

/** @throws SEAL_CODE_UNREADABLE */
const toldIn = (ctx: Context, text: string): Promise<Told | undefined> =>
  text.includes('.') ? Promise.resolve(readCode(text)) : wholeOf(ctx, text);

const initial = (name: string): string => `${name.trim().slice(0, 1).toUpperCase()}.`;

const comparedOf = ({
  hours,
  specificHours,
  amountCents,
  endOfCare,
  child,
}: AttestationFields): Compared => ({
  hours,
  specificHours,
  amountCents,
  endOfCare,
  child: child && {
    initials: `${initial(child.firstName)} ${initial(child.lastName)}`,
    birthDate: child.birthDate,
  },
});

const shownOf = ({ number, version, month, issuedAt, caf, structure }: AttestationFields): Shown => ({
  number,
  version,
  month,
  issuedAt,
  caf,
  structure: { name: structure.name, siret: structure.siret, kind: structure.kind },
});

const standingVersion = async ({ em }: Context, { number }: Attestation): Promise<number> =>
  (await em.maximum(Attestation, 'version', { number, state: 'filed' })) ?? 1;

/** What became of an attestation that is genuine. */
async function found(ctx: Context, told: Told, attestation: Attestation): Promise<Verification> {
  const { standing, endedAt, fields } = attestation;
  const verdict = standing === 'current' ? 'authentic' : standing;
  return {
    verdict,
    code: codeOf(told),
    shown: shownOf(fields),
    ...(standing === 'replaced' ? { replacedBy: await standingVersion(ctx, attestation) } : {}),
    ...(endedAt ? { endedAt } : {}),
  };
}

interface Judged extends Verification {
  attestation?: Attestation;
}

async function judge(ctx: Context, told: Told): Promise<Judged> {
  const key = await ctx.em.findOneBy(SealKey, { id: told.keyId });
  if (!key) return { verdict: 'keyUnknown' };
  if (!isSignedBy(key.publicKey, told, told)) return { verdict: 'notAuthentic' };
  const attestation = await findVersion(ctx, told);
  const isKept = attestation?.fieldsDigest === told.digest;
  if (key.withdrawnAt && !isKept) return { verdict: 'keyWithdrawn' };
  if (!attestation) return { verdict: 'notKept', code: codeOf(told) };
  if (!isKept) return { verdict: 'contradicted' };
  const withdrawn = key.withdrawnAt ? ({ keyWithdrawn: true } as const) : {};
  return { ...(await found(ctx, told, attestation)), ...withdrawn, attestation };
}

async function refuseBeyond(ctx: Context, all: Tried[]): Promise<void> {
  const until = await count(ctx, all);
  if (until) throw TooManyVerifications({ until });
}

function isSame(one: string, other: string): boolean {
  const [given, right] = [Buffer.from(one), Buffer.from(other)];
  return given.length === right.length && timingSafeEqual(given, right);
}

/** @throws HOLDER_NOT_PROVEN, TOO_MANY_VERIFICATIONS */
async function compare(ctx: Context, attestation: Attestation, allocataire: string): Promise<Compared> {
  const tries = [tried(ctx.house, 'holder', attestation.id)];
  await refuseBeyond(ctx, tries);
  if (!isSame(allocataire.replaceAll(/\s/g, ''), attestation.allocataire)) throw HolderNotProven({});
  await ctx.transaction((inside) => giveBack(inside, tries));
  ctx.saw('attestation', attestation);
  return comparedOf(attestation.fields);
}

/**
 * Judges a code. What is not genuine tells nothing, and is counted; the number of the allocataire, which no code
 * carries, shows that one holds the document.
 *
 * @throws SEAL_CODE_UNREADABLE, TOO_MANY_VERIFICATIONS, HOLDER_NOT_PROVEN
 */
export async function verifyCode(
  ctx: Context,
  { code, allocataire }: Given,
  { address }: Origin,
): Promise<Verification> {
  const told = await toldIn(ctx, code);
  const { attestation, ...verification } = told
    ? await judge(ctx, told)
    : ({ verdict: 'notAuthentic' } as Judged);
  if (!verification.code) await refuseBeyond(ctx, [tried(ctx.house, 'verification', networkOf(address))]);
  if (!attestation || !allocataire) return verification;
  return { ...verification, compared: await compare(ctx, attestation, allocataire) };
}
