/** The short code that a person copies: the number, the version and the beginning of the signature, in groups that tell a slip. */
import { letterOf, rankOf } from './base32.js';
import { CodeUnreadable } from './code.js';
import type { Seal, Sealed } from './signature.js';

/** What a short code says: the service alone, which keeps the whole signature, can check it. */
export interface Short extends Pick<Sealed, 'number' | 'version'> {
  /** The first bits of the signature. */
  beginning: bigint;
}

/** Bits of each part, in order: a code is six groups of four letters of five bits, and one that checks them. */
const parts = { caf: 10n, month: 12n, rank: 27n, version: 10n, beginning: 61n } as const;
type Part = keyof typeof parts;
const names = Object.keys(parts) as Part[];

const GROUPS = 6;
const LETTERS = 4;
const SINCE = 2_000;

/** Arithmetic of 32 elements (x⁵ + x² + 1): the next power of a rank. */
const next = (rank: number): number => ((rank << 1) ^ (rank & 16 ? 0b100101 : 0)) & 31;

const times = (rank: number, power: number): number => {
  let product = rank;
  for (let step = 0; step < power; step += 1) product = next(product);
  return product;
};

/**
 * The letter that checks a group: any one letter that differs, any two swapped, in the group or its check, and a group
 * in the place of another, make it differ.
 */
const checkOf = (ranks: readonly number[], group: number): number =>
  ranks.reduce((sum, rank, at) => sum ^ times(rank, at + 1), group + 1);

/** The first bits of a signature, as many as a short code holds. */
export const beginningOf = ({ signature }: Pick<Seal, 'signature'>): bigint =>
  Buffer.from(signature, 'base64url').readBigUInt64BE() >> (64n - parts.beginning);

const valuesOf = ({ number, version, signature }: Sealed & Seal): Record<Part, bigint> => {
  const [, caf, month, rank] = number.split('-') as [string, string, string, string];
  const months = (Number(month.slice(0, 4)) - SINCE) * 12 + Number(month.slice(4)) - 1;
  return {
    caf: BigInt(caf),
    month: BigInt(months),
    rank: BigInt(rank),
    version: BigInt(version),
    beginning: beginningOf({ signature }),
  };
};

/** @throws RangeError for a number beyond what the code can say: a hundred million a month */
export function shortCodeOf(sealed: Sealed & Seal): string {
  const values = valuesOf(sealed);
  let packed = 0n;
  for (const name of names) {
    if (values[name] < 0n || values[name] >> parts[name] !== 0n)
      throw new RangeError(`A code cannot say that ${name}.`);
    packed = (packed << parts[name]) | values[name];
  }
  const groups = Array.from({ length: GROUPS }, (_, group) => {
    const shift = BigInt((GROUPS - 1 - group) * LETTERS * 5);
    const ranks = Array.from({ length: LETTERS }, (_, at) =>
      Number((packed >> (shift + BigInt((LETTERS - 1 - at) * 5))) & 31n),
    );
    return [...ranks, checkOf(ranks, group)].map(letterOf).join('');
  });
  return groups.join('-');
}

/** @throws SEAL_CODE_UNREADABLE, which says the groups that have a slip */
function ranksIn(text: string): number[] {
  const ranks = Array.from(text.replaceAll(/[\s\p{Pd}]/gu, ''), rankOf);
  if (ranks.includes(undefined)) throw CodeUnreadable({ reason: 'letter' });
  if (ranks.length !== GROUPS * (LETTERS + 1)) throw CodeUnreadable({ reason: 'length' });
  const groups = Array.from({ length: GROUPS }, (_, group) =>
    (ranks as number[]).slice(group * (LETTERS + 1), (group + 1) * (LETTERS + 1)),
  );
  const wrong = groups.flatMap((ranks, group) =>
    checkOf(ranks.slice(0, LETTERS), group) === ranks[LETTERS] ? [] : [group + 1],
  );
  if (wrong.length > 0) throw CodeUnreadable({ reason: 'slip', groups: wrong });
  return groups.flatMap((ranks) => ranks.slice(0, LETTERS));
}

/** @throws SEAL_CODE_UNREADABLE */
export function readShortCode(text: string): Short {
  let packed = ranksIn(text).reduce((sum, rank) => (sum << 5n) | BigInt(rank), 0n);
  const read = {} as Record<Part, bigint>;
  for (const name of names.toReversed()) {
    read[name] = packed & ((1n << parts[name]) - 1n);
    packed >>= parts[name];
  }
  const year = Math.floor(Number(read.month) / 12) + SINCE;
  const month = String((Number(read.month) % 12) + 1).padStart(2, '0');
  const caf = String(read.caf).padStart(3, '0');
  const rank = String(read.rank).padStart(6, '0');
  return {
    number: `A-${caf}-${year}${month}-${rank}`,
    version: Number(read.version),
    beginning: read.beginning,
  };
}
