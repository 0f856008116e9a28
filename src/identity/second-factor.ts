/** The second factor: a code that a person's device computes every thirty seconds. */
import { Secret, TOTP } from 'otpauth';
import { Entity, IsNull, LessThan, ManyToOne, Not, Unique } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import {
  CafColumn,
  Id,
  InstantColumn,
  IntegerColumn,
  RefColumn,
  RevisionColumn,
  TextColumn,
} from '../kernel/columns.js';
import type { Context, House } from '../kernel/context.js';
import { refusal } from '../kernel/refusal.js';
import type { Sealed } from '../kernel/seal.js';
import { seal, unseal } from '../kernel/seal.js';
import { HOUSE, Person } from './person.js';
import { plain, useRecovery } from './recovery-codes.js';

export const CodeWrong = refusal<Record<string, never>>(
  'CODE_WRONG',
  () =>
    'Code incorrect, passé ou déjà utilisé. Attendez le code suivant de votre application, ou utilisez un code de secours.',
);

/** One row for each person, whose first it is or not; it protects their account while it is confirmed. */
@Entity()
@Unique('second_factor_unique', ['personId'])
export class SecondFactor {
  @Id()
  id: string;

  @CafColumn({ default: HOUSE })
  caf: string;

  @ManyToOne(() => Person, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  person: Person;

  @RefColumn()
  personId: string;

  /** Sealed; empty once it was given up. */
  @TextColumn(200)
  secret: string;

  /** The last one whose code was used: a code serves once. */
  @IntegerColumn()
  lastStep: number;

  @RevisionColumn()
  revision: number;

  @InstantColumn()
  createdAt: Instant;

  /** When its first code was given; until then it protects nothing. */
  @InstantColumn({ nullable: true })
  confirmedAt: Instant | null;

  /** When the one before was given up. */
  @InstantColumn({ nullable: true })
  endedAt: Instant | null;
}

/** Seconds that a code is shown for; the one before and the one after are taken too, as clocks differ. */
const PERIOD = 30;
const WINDOW = 1;

const sealedFor = (personId: string) => ({ purpose: 'second factor', whose: personId });

export interface NewSecret {
  /** As typed by hand, in base 32. */
  secret: string;
  /** As read by a device: `otpauth://totp/…` */
  uri: string;
  /** As kept. */
  sealed: string;
}

export function newSecret(house: House, { id, email }: Person): NewSecret {
  const secret = new Secret({ size: 20 });
  const uri = new TOTP({ issuer: 'Habilis', label: email, secret, period: PERIOD }).toString();
  return { secret: secret.base32, uri, sealed: seal(house, sealedFor(id), secret.base32) };
}

/** Nothing when it was sealed under another secret of the house: its codes are wrong from then on. */
function keyIn(house: House, sealed: Sealed, secret: string): Secret | undefined {
  try {
    return Secret.fromBase32(unseal(house, sealed, secret));
  } catch {
    return undefined;
  }
}

/** The thirty seconds of which this is the code, counted from 1970; nothing when it is the code of none near now. */
export function stepOf(ctx: Context, { personId, secret }: SecondFactor, code: string): number | undefined {
  const key = keyIn(ctx.house, sealedFor(personId), secret);
  if (!key) return undefined;
  const timestamp = ctx.now().getTime();
  const delta = new TOTP({ secret: key, period: PERIOD }).validate({
    token: code,
    timestamp,
    window: WINDOW,
  });
  return delta === null ? undefined : Math.floor(timestamp / 1_000 / PERIOD) + delta;
}

async function useStep(ctx: Context, personId: string, code: string): Promise<boolean> {
  const factor = await ctx.em.findOneBy(SecondFactor, { personId, confirmedAt: Not(IsNull()) });
  const step = factor ? stepOf(ctx, factor, code) : undefined;
  if (step === undefined) return false;
  const used = await ctx.em.update(SecondFactor, { personId, lastStep: LessThan(step) }, { lastStep: step });
  return Boolean(used.affected);
}

/**
 * Uses a code of the device, or a recovery code, in the current transaction; each serves once.
 *
 * @returns which of the two it was
 * @throws CODE_WRONG
 */
export async function useCode(ctx: Context, { id }: Person, typed: string): Promise<'device' | 'recovery'> {
  const code = plain(typed);
  if (/^\d{6}$/.test(code)) {
    if (await useStep(ctx, id, code)) return 'device';
  } else if (await useRecovery(ctx, id, code)) return 'recovery';
  throw CodeWrong({});
}
