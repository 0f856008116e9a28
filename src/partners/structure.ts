/** Who declares to whom: the Caf of a department, the partner that signs, the structure that cares. */
import { Entity, Index, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { CafColumn, FlagColumn, Id, JsonColumn, RefColumn, TextColumn } from '../kernel/columns.js';

export const nimsDeciders = ['house', 'outside'] as const;
export type NimsDecider = (typeof nimsDeciders)[number];

/** How a decider is called in French. */
export const nimsDeciderNames: Record<NimsDecider, string> = {
  house: 'L’automate de ce service',
  outside: 'L’automate NIMS de la Caf, qui rend ses décisions',
};

/** The fund of a department. It is the tenant: nobody sees another Caf's data. */
@Entity()
export class Caf {
  /** Three digits: 493 is Maine-et-Loire. */
  @PrimaryColumn({ type: 'varchar', length: 3 })
  code: string;

  @TextColumn(120)
  name: string;

  /** Whether structures are told which of their rows its records do not hold; off until the Caf says otherwise. */
  @FlagColumn({ default: false })
  registerChecks: boolean;

  /** Who decides what becomes of attestations: the automaton of the house until the Caf says otherwise. */
  @TextColumn(10, { default: 'house' })
  nimsDecider: NimsDecider;
}

/** The legal entity that runs structures and signs conventions. */
@Entity()
@Unique('partner_siren_unique', ['siren'])
export class Partner {
  @Id()
  id: string;

  @TextColumn(9)
  siren: string;

  @TextColumn(200)
  name: string;
}

export const structureKinds = ['micro_creche', 'home_care', 'family_creche', 'eaje'] as const;
export type StructureKind = (typeof structureKinds)[number];

/** How a kind of structure is called in French. */
export const structureKindNames: Record<StructureKind, string> = {
  micro_creche: 'Micro-crèche',
  home_care: 'Garde à domicile',
  family_creche: 'Crèche familiale',
  eaje: 'Établissement d’accueil du jeune enfant',
};

/** An establishment that takes care of children, known by its SIRET. */
@Entity()
@Unique('structure_siret_unique', ['siret'])
@Index('structure_partner', { synchronize: false })
export class Structure {
  @Id()
  id: string;

  @ManyToOne(() => Partner, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  partner: Partner;

  @RefColumn()
  partnerId: string;

  /** The Caf it declares to today. */
  @CafColumn()
  caf: string;

  @TextColumn(14)
  siret: string;

  @TextColumn(200)
  name: string;

  @TextColumn(20)
  kind: StructureKind;

  @JsonColumn()
  address: string[];

  @TextColumn(254)
  email: string;

  @TextColumn(20)
  phone: string;
}
