/** What a seal signs, and how: Ed25519 over the number, the version and the digest of the fields. */
import { createHash, createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { AttestationFields } from '../fields.js';
import { digestOf } from '../fields.js';
import { encode } from './base32.js';

/** What is signed of an attestation. */
export interface Sealed {
  /** `A-493-202610-000123` */
  number: string;
  version: number;
  /** Of the fields: SHA-256 in hexadecimal. */
  digest: string;
}

/** A signature, and the key that made it. */
export interface Seal {
  keyId: string;
  /** Ed25519, 64 bytes in base64url. */
  signature: string;
}

/** Bytes of a private key (its seed), of a public key, and of a signature. */
export const KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;

/** Says what it is for: the key signs nothing else that could be taken for it. */
const messageOf = ({ number, version, digest }: Sealed): Buffer =>
  Buffer.from(`habilis attestation 1\n${number}\n${version}\n${digest}`);

/** The ASN.1 that a private key of this kind begins with (RFC 8410): the engine takes no bare seed. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A pair of keys, from the seed that is its private part. */
export interface Pair {
  id: string;
  /** 32 bytes in base64url. */
  publicKey: string;
  privateKey: KeyObject;
}

/** A key is named by its own digest: nobody can give another one its name. */
export const keyIdOf = (publicKey: string): string =>
  encode(createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest().subarray(0, 5));

/** @param seed  32 bytes in base64url */
export function pairOf(seed: string): Pair {
  const der = Buffer.concat([PKCS8, Buffer.from(seed, 'base64url')]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey).export({ format: 'jwk' }).x!;
  return { id: keyIdOf(publicKey), publicKey, privateKey };
}

export const newSeed = (): string => randomBytes(KEY_BYTES).toString('base64url');

/** The same key over the same thing makes the same signature. */
export const sealWith = ({ id: keyId, privateKey }: Pair, sealed: Sealed): Seal => ({
  keyId,
  signature: sign(null, messageOf(sealed), privateKey).toString('base64url'),
});

export const sealedOf = (fields: AttestationFields): Sealed => ({
  number: fields.number,
  version: fields.version,
  digest: digestOf(fields),
});

/** @param publicKey  32 bytes in base64url */
export function isSignedBy(publicKey: string, sealed: Sealed, { signature }: Seal): boolean {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  return verify(null, messageOf(sealed), key, Buffer.from(signature, 'base64url'));
}
