/** Access tokens: what the program of a software editor, or a partner's own front end, shows instead of a session. */
import { Entity, Index, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import {
  CafColumn,
  DigestColumn,
  Id,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  RefColumn,
  RevisionColumn,
  TextColumn,
} from '../kernel/columns.js';
import { Partner } from '../partners/index.js';

/** What a token may be made for; what each of them gives is in the table of rights. */
export const operations = [
  'readDeclarations',
  'depositWorkbooks',
  'readReports',
  'readAttestations',
  'feedNims',
] as const;
export type Operation = (typeof operations)[number];

/** Those of a Caf's own programs; the others are a partner's. */
export const cafOperations: readonly Operation[] = ['feedNims'];

/** How an operation is called in French. */
export const operationNames: Record<Operation, string> = {
  readDeclarations: 'Lire les déclarations, brouillons compris',
  depositWorkbooks: 'Ouvrir ou rectifier le mois, déposer le classeur, corriger et écarter des lignes',
  readReports: 'Lire les déclarations envoyées à la Caf et leur bilan de traitement',
  readAttestations: 'Lire les attestations classées',
  feedNims: 'Pour la Caf : lire les données destinées à NIMS, en accuser réception et rendre ses décisions',
};

export const tokenStates = ['active', 'expired', 'revoked'] as const;
export type TokenState = (typeof tokenStates)[number];

/** How a state of a token is called in French. */
export const tokenStateNames: Record<TokenState, string> = {
  active: 'Actif',
  expired: 'Expiré',
  revoked: 'Révoqué',
};

/** It belongs to a partner at a Caf, or to a Caf alone, not to whoever made it. Its text is known to its bearer only. */
@Entity()
@Unique('access_token_hash_unique', ['tokenHash'])
@Index('access_token_place', ['partnerId', 'caf'])
export class AccessToken {
  @Id()
  id: string;

  /** As the manager calls it: the name of the program, shown where a person's name would be. */
  @TextColumn(80)
  name: string;

  @ManyToOne(() => Partner, { nullable: true, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  partner: Partner | null;

  /** Null when it is a Caf's own. */
  @RefColumn({ nullable: true })
  partnerId: string | null;

  @CafColumn()
  caf: string;

  /** The convention it was made under; it ends with it. */
  @RefColumn({ nullable: true })
  conventionId: string | null;

  /** Its structures, which count as long as they are that partner's at that Caf. */
  @JsonColumn()
  structureIds: string[];

  @JsonColumn()
  operations: Operation[];

  @DigestColumn()
  tokenHash: string;

  @TextColumn(10)
  state: TokenState;

  @RevisionColumn()
  revision: number;

  @RefColumn()
  createdBy: string;

  @InstantColumn()
  createdAt: Instant;

  /** From then on it is refused, whether or not its state says so yet. */
  @InstantColumn()
  expiresAt: Instant;

  /** When the managers were last warned that it is about to expire. */
  @InstantColumn({ nullable: true })
  warnedAt: Instant | null;

  @InstantColumn({ nullable: true })
  revokedAt: Instant | null;

  /** To the minute. */
  @InstantColumn({ nullable: true })
  lastUsedAt: Instant | null;

  /** The field of the API, or the door, that it was last used for. */
  @TextColumn(60, { nullable: true })
  lastUsedFor: string | null;
}

/** What a token was last refused, counted by the hour: so that a program in a loop does not flood the journal. */
@Entity()
export class AccessTokenRefusal {
  @ManyToOne(() => AccessToken, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  token: AccessToken;

  @PrimaryColumn({ type: 'varchar', length: 36 })
  tokenId: string;

  /** The field of the API, or the door; `expired` or `revoked` when it was the token itself. */
  @PrimaryColumn({ type: 'varchar', length: 60 })
  operation: string;

  /** The beginning of the hour that is counted. */
  @InstantColumn()
  hour: Instant;

  @IntegerColumn()
  count: number;
}

/** What stands where a person's name would: « Logiciel « Crèches+ » ». */
export const softwareName = ({ name }: Pick<AccessToken, 'name'>): string => `Logiciel « ${name} »`;

/** Whether it opens anything at that moment. */
export const stateAt = ({ state, expiresAt }: AccessToken, now: Instant): TokenState =>
  state === 'active' && expiresAt <= now ? 'expired' : state;
