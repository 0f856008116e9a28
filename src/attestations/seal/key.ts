/** A key that seals attestations: one signs at a time, those before stay known for what they signed. */
import { Entity, Unique } from 'typeorm';
import type { Instant } from '../../kernel/calendar.js';
import { CafColumn, Id, InstantColumn, TextColumn } from '../../kernel/columns.js';
import { HOUSE } from '../../identity/index.js';

@Entity()
@Unique('seal_key_signing_unique', ['signing'])
export class SealKey {
  /** The beginning of the digest of the public key: see `keyIdOf`. */
  @Id()
  id: string;

  @CafColumn({ default: HOUSE })
  caf: string;

  /** 32 bytes in base64url. */
  @TextColumn(43)
  publicKey: string;

  /** The private part, sealed; nothing where it is in the configuration. */
  @TextColumn(200, { nullable: true })
  secret: string | null;

  /** `yes` for the one that signs. */
  @TextColumn(3, { nullable: true })
  signing: 'yes' | null;

  @InstantColumn()
  createdAt: Instant;

  /** When another one took its place: what it signed stays good. */
  @InstantColumn({ nullable: true })
  retiredAt: Instant | null;

  /** When it was no longer trusted: whoever holds it may have signed anything. */
  @InstantColumn({ nullable: true })
  withdrawnAt: Instant | null;
}

export const sealKeyStates = ['signing', 'retired', 'withdrawn'] as const;
export type SealKeyState = (typeof sealKeyStates)[number];

export const stateOfKey = ({
  withdrawnAt,
  signing,
}: Pick<SealKey, 'withdrawnAt' | 'signing'>): SealKeyState => {
  if (withdrawnAt) return 'withdrawn';
  return signing ? 'signing' : 'retired';
};

/** A key as it is published: a JSON Web Key (RFC 8037), and its life. */
export interface PublishedKey {
  kty: 'OKP';
  crv: 'Ed25519';
  use: 'sig';
  kid: string;
  x: string;
  state: SealKeyState;
  from: Instant;
  until: Instant | null;
  withdrawnAt: Instant | null;
}

export const published = (key: SealKey): PublishedKey => ({
  kty: 'OKP',
  crv: 'Ed25519',
  use: 'sig',
  kid: key.id,
  x: key.publicKey,
  state: stateOfKey(key),
  from: key.createdAt,
  until: key.retiredAt,
  withdrawnAt: key.withdrawnAt,
});
