/** The whole code of a seal, as a QR and an address carry it: all that a check without the service needs, but the key. */
import { refusal } from '../../kernel/refusal.js';
import { decode, encode } from './base32.js';
import type { Seal, Sealed } from './signature.js';
import { SIGNATURE_BYTES } from './signature.js';

/** What a code says, be it true or not. */
export interface Told extends Sealed, Seal {}

/** The form of the code: another one would be told apart by it. */
const FORM = 'H1';
const DIGEST_BYTES = 32;

const numberForm = /^A-\d{3}-\d{4}(0[1-9]|1[0-2])-\d{6,9}$/;

/** `H1.key.number.version.digest.signature`, in signs that a QR packs by two. */
export const codeOf = ({ keyId, number, version, digest, signature }: Told): string =>
  [
    FORM,
    keyId,
    number,
    version,
    encode(Buffer.from(digest, 'hex')),
    encode(Buffer.from(signature, 'base64url')),
  ].join('.');

const reasons = {
  form: 'Ce n’est pas un code d’attestation. Scannez le QR code du document, ou recopiez le code imprimé à côté de lui.',
  length: 'Le code n’est pas entier. Recopiez toutes ses lettres et tous ses chiffres, par groupes de cinq.',
  letter: 'Le code contient un signe qui n’en fait pas partie. Seuls des lettres et des chiffres y figurent.',
  slip: 'Faute de frappe : une lettre ou un chiffre ne convient pas dans l’un des groupes. Relisez-les.',
} as const;

export type Unreadable = keyof typeof reasons;

const groupNames = (groups: readonly number[]): string =>
  groups.length > 1 ? `les groupes ${groups.join(', ')}` : `le groupe ${groups[0]}`;

/** What was given cannot be read: nothing was checked, and nothing is said of any document. */
export const CodeUnreadable = refusal<{ reason: Unreadable; groups?: readonly number[] }>(
  'SEAL_CODE_UNREADABLE',
  ({ reason, groups = [] }) =>
    groups.length > 0
      ? `Faute de frappe dans ${groupNames(groups)} : ${groups.length > 1 ? 'relisez-les' : 'relisez-le'}.`
      : reasons[reason],
);

/** @throws SEAL_CODE_UNREADABLE */
export function readCode(text: string): Told {
  const [form, key = '', number = '', version = '', digest = '', signature = '', ...more] = text
    .trim()
    .toUpperCase()
    .split('.');
  const bytes = { digest: decode(digest, DIGEST_BYTES), signature: decode(signature, SIGNATURE_BYTES) };
  const isWhole =
    form === FORM && decode(key, 5) && numberForm.test(number) && /^[1-9]\d{0,2}$/.test(version);
  if (!isWhole || !bytes.digest || !bytes.signature || more.length > 0)
    throw CodeUnreadable({ reason: 'form' });
  return {
    keyId: key,
    number,
    version: Number(version),
    digest: bytes.digest.toString('hex'),
    signature: bytes.signature.toString('base64url'),
  };
}
