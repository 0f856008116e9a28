/** The text of an access token: made once, told once, recognised anywhere, kept as a keyed hash only. */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { House } from '../kernel/context.js';

/** What tells a token of this house from any other text: for programs that look for leaked ones, too. */
export const TOKEN_PREFIX = 'hab_';

const SHAPE = /^hab_([\da-f]{64})([\da-f]{8})$/;

const checksum = (random: string): string => createHash('sha256').update(random).digest('hex').slice(0, 8);

/** `hab_`, 256 random bits and the first 32 bits of the SHA-256 of their text, in hexadecimal. */
export function newSecret(): string {
  const random = randomBytes(32).toString('hex');
  return TOKEN_PREFIX + random + checksum(random);
}

/** Whether it has the shape and the checksum of a token, without asking whether there is one. */
export function isSecret(text: string): boolean {
  const [, random, sum] = SHAPE.exec(text) ?? [];
  return random !== undefined && checksum(random) === sum;
}

/** The word before keeps it apart from what else that key signs. */
export const hashSecret = ({ secret }: Pick<House, 'secret'>, text: string): string =>
  createHmac('sha256', secret).update(`token ${text}`).digest('hex');
