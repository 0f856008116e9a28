/** Keeping a short text so that the database alone does not give it: AES-256-GCM under a key made from the house's secret. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { House } from './context.js';

const NONCE = 12;
const TAG = 16;

/** What a text is sealed for, and whose it is: it opens for nothing and nobody else. */
export interface Sealed {
  purpose: string;
  whose: string;
}

const keyOf = ({ secret }: Pick<House, 'secret'>, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `seal ${purpose}`, 32));

export function seal(house: Pick<House, 'secret'>, { purpose, whose }: Sealed, text: string): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', keyOf(house, purpose), nonce).setAAD(Buffer.from(whose));
  const closed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), closed]).toString('base64url');
}

/** @throws Error when it was altered, is somebody else's, or was sealed under another secret */
export function unseal(house: Pick<House, 'secret'>, { purpose, whose }: Sealed, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const [nonce, tag] = [bytes.subarray(0, NONCE), bytes.subarray(NONCE, NONCE + TAG)];
  const cipher = createDecipheriv('aes-256-gcm', keyOf(house, purpose), nonce, { authTagLength: TAG });
  cipher.setAAD(Buffer.from(whose)).setAuthTag(tag);
  return Buffer.concat([cipher.update(bytes.subarray(NONCE + TAG)), cipher.final()]).toString('utf8');
}
