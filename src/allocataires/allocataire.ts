/** The records of the families, as a Caf's own system knows them, and the documents filed to them. */
import { Entity, Index, ManyToOne, Unique } from 'typeorm';
import type { Household, Prepare } from '../entitlements/index.js';
import { bareNames } from '../workbooks/index.js';
import type { Day, Instant, Month } from '../kernel/calendar.js';
import {
  CafColumn,
  DayColumn,
  DigestColumn,
  FlagColumn,
  Id,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  MonthColumn,
  RefColumn,
  TextColumn,
} from '../kernel/columns.js';

/** What a record says of the family, as far as it is known. */
export interface FamilySituation {
  household?: Household;
  /** 1 or more. */
  childrenInCharge?: number;
  /** Net categorical income by year, in whole euros. */
  incomes?: Record<string, number>;
  /** Somebody in the couple receives the allocation aux adultes handicapés. */
  aah?: boolean;
  prepare?: Prepare;
  /** Both members of the couple, or the single parent, work at atypical hours. */
  atypicalHours?: boolean;
}

/** The family's record holder at one Caf. */
@Entity()
@Unique('allocataire_unique', ['caf', 'number'])
@Index('allocataire_number', ['number'])
export class Allocataire {
  @Id()
  id: string;

  @CafColumn()
  caf: string;

  /** 7 digits, without the key letter. */
  @TextColumn(7)
  number: string;

  @TextColumn(100)
  lastName: string;

  @TextColumn(100)
  firstName: string;

  /** An adviser is changing the record: automata wait. */
  @FlagColumn({ default: false })
  updating: boolean;

  /** The first month for which a CMG request is known; null when there is none. */
  @MonthColumn({ nullable: true })
  cmgRequestedFrom: Month | null;

  /** What the CMG is computed from; null when the Caf did not give it. */
  @JsonColumn({ nullable: true })
  situation: FamilySituation | null;
}

/** A child on the record of an allocataire. */
@Entity()
@Index('child_matching', ['matchingKey'])
@Index('child_allocataire', { synchronize: false })
export class Child {
  @Id()
  id: string;

  @ManyToOne(() => Allocataire, { nullable: false, onDelete: 'CASCADE', onUpdate: 'RESTRICT' })
  allocataire: Allocataire;

  @RefColumn()
  allocataireId: string;

  @TextColumn(100)
  lastName: string;

  @TextColumn(100)
  firstName: string;

  @DayColumn()
  birthDate: Day;

  /** Receives the allocation d'éducation de l'enfant handicapé. */
  @FlagColumn({ default: false })
  aeeh: boolean;

  /** By which the same child is found under another number: see `matchingKeyOf`. */
  @TextColumn(220, { default: '' })
  matchingKey: string;
}

/** The same for children born the same day under the same names, whatever their spelling and order. */
export const matchingKeyOf = (child: Pick<Child, 'lastName' | 'firstName' | 'birthDate'>): string =>
  `${child.birthDate} ${bareNames(child)}`.slice(0, 220);

/**
 * A document filed to an allocataire's record. It names the record by its Caf
 * and number: a document may come for a number that this Caf does not know.
 */
@Entity()
@Unique('filed_document_unique', ['attestationId'])
@Index('filed_document_walk', ['caf', 'digest', 'attestationId'])
export class FiledDocument {
  @Id()
  id: string;

  @CafColumn()
  caf: string;

  @TextColumn(7)
  allocataire: string;

  @RefColumn()
  attestationId: string;

  @TextColumn(100)
  key: string;

  @DigestColumn()
  digest: string;

  @IntegerColumn()
  size: number;

  @InstantColumn()
  filedAt: Instant;
}
