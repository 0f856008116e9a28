/** A kept file that is not what was recorded: found once, kept as evidence, and what was done about it. */
import { Entity, Index, Unique } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import { CafColumn, DigestColumn, Id, InstantColumn, RefColumn, TextColumn } from '../kernel/columns.js';
import type { Flaw } from '../kernel/vault.js';

export const fileKinds = ['attestation', 'deposit', 'convention', 'signed_copy', 'attachment'] as const;
export type FileKind = (typeof fileKinds)[number];

/** How a kind of file is called in French. */
export const fileKindNames: Record<FileKind, string> = {
  attestation: 'Attestation',
  deposit: 'Classeur déposé',
  convention: 'Convention imprimée',
  signed_copy: 'Convention signée',
  attachment: 'Pièce jointe d’un message',
};

/** How a flaw is told in French. */
export const flawNames: Record<Flaw, string> = {
  missing: 'fichier absent',
  altered: 'contenu altéré',
  unreadable: 'fichier illisible',
};

/** `found`: about to be made again. `lost`: it cannot be. `restored`: whole again, put back by somebody. */
export const damageStates = ['found', 'made_again', 'lost', 'restored'] as const;
export type DamageState = (typeof damageStates)[number];

/** How a state is called in French. */
export const damageStateNames: Record<DamageState, string> = {
  found: 'à refaire',
  made_again: 'refait sous une nouvelle version',
  lost: 'ne peut pas être refait',
  restored: 'rétabli',
};

@Entity()
@Unique('damaged_file_unique', ['key'])
@Index('damaged_file_caf', ['caf', 'id'])
@Index('damaged_file_found', ['caf', 'foundAt'])
export class DamagedFile {
  @Id()
  id: string;

  @CafColumn()
  caf: string;

  @TextColumn(20)
  kind: FileKind;

  /** The record whose file it is, by its kind: an attestation, a deposit… */
  @RefColumn()
  subjectId: string;

  /** Where the vault keeps it, untouched. */
  @TextColumn(120)
  key: string;

  /** What it should be. */
  @DigestColumn()
  digest: string;

  @TextColumn(12)
  flaw: Flaw;

  @TextColumn(12)
  state: DamageState;

  @InstantColumn()
  foundAt: Instant;

  @InstantColumn({ nullable: true })
  settledAt: Instant | null;

  /** The attestation that was issued in its place. */
  @RefColumn({ nullable: true })
  replacedBy: string | null;
}
