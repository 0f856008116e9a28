/** Recovery codes: kept on paper, for the day when the device is lost. */
import { createHmac, randomInt } from 'node:crypto';
import { Entity, IsNull, ManyToOne, Unique } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import { CafColumn, DigestColumn, Id, InstantColumn, RefColumn } from '../kernel/columns.js';
import type { Context, House } from '../kernel/context.js';
import { newId } from '../kernel/id.js';
import { enqueue } from '../kernel/jobs.js';
import { tellRecoveryCodeUsed } from './jobs.js';
import { HOUSE, Person } from './person.js';

/** One of those shown once, when the second factor was confirmed or when they were renewed. */
@Entity()
@Unique('recovery_code_unique', ['personId', 'hash'])
export class RecoveryCode {
  @Id()
  id: string;

  @CafColumn({ default: HOUSE })
  caf: string;

  @ManyToOne(() => Person, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  person: Person;

  @RefColumn()
  personId: string;

  /** Keyed: a code has 80 bits, no list of them can be made. */
  @DigestColumn()
  hash: string;

  @InstantColumn({ nullable: true })
  usedAt: Instant | null;
}

const MOST = 10;

/** Without the letters that look like figures. */
const SIGNS = '0123456789abcdefghjkmnpqrstvwxyz';

/** `7k2m-q0ax-93hd-pw5c` */
const newCode = (): string =>
  Array.from({ length: 4 }, () =>
    Array.from({ length: 4 }, () => SIGNS[randomInt(SIGNS.length)]).join(''),
  ).join('-');

/** As it is compared: without what people add or change when they copy. */
export const plain = (code: string): string => code.toLowerCase().replaceAll(/[\s-]/g, '');

const hashOf = ({ secret }: Pick<House, 'secret'>, personId: string, code: string): string =>
  createHmac('sha256', secret)
    .update(`recovery ${personId} ${plain(code)}`)
    .digest('hex');

/**
 * Makes new ones, in the current transaction; those that have not served are void.
 *
 * @returns them, known to nobody afterwards
 */
export async function renewCodes(ctx: Context, { id: personId }: Person): Promise<string[]> {
  const codes = Array.from({ length: MOST }, newCode);
  await voidCodes(ctx, personId);
  const kept = codes.map((code) => ({
    id: newId(),
    caf: HOUSE,
    personId,
    hash: hashOf(ctx.house, personId, code),
    usedAt: null,
  }));
  await ctx.em.insert(RecoveryCode, kept);
  return codes;
}

/** Those that served stay: the letter that tells of it is about them. */
export const voidCodes = ({ em }: Context, personId: string): Promise<unknown> =>
  em.delete(RecoveryCode, { personId, usedAt: IsNull() });

export const codesLeft = ({ em }: Context, personId: string): Promise<number> =>
  em.countBy(RecoveryCode, { personId, usedAt: IsNull() });

/** Uses one, in the current transaction; its person is told. */
export async function useRecovery(ctx: Context, personId: string, code: string): Promise<boolean> {
  const hash = hashOf(ctx.house, personId, code);
  const used = await ctx.em.update(
    RecoveryCode,
    { personId, hash, usedAt: IsNull() },
    { usedAt: ctx.instant() },
  );
  if (!used.affected) return false;
  const { id, caf } = await ctx.em.findOneByOrFail(RecoveryCode, { personId, hash });
  await enqueue(ctx, tellRecoveryCodeUsed, { id, caf });
  return true;
}
