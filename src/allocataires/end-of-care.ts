/** Ends of care on the record: they close the right that care at that structure opened. */
import { Entity, In, Index, Unique } from 'typeorm';
import type { Day, Month } from '../kernel/calendar.js';
import { addMonths, monthOf } from '../kernel/calendar.js';
import { CafColumn, DayColumn, Id, MonthColumn, RefColumn, TextColumn } from '../kernel/columns.js';
import type { Context } from '../kernel/context.js';
import { insertAll } from '../kernel/database.js';

/** Care that ended in the declared month, as the structure says. */
@Entity()
@Unique('end_of_care_unique', ['rowId'])
@Index('end_of_care_record', ['caf', 'allocataire'])
export class EndOfCare {
  @Id()
  id: string;

  @RefColumn()
  rowId: string;

  @CafColumn()
  caf: string;

  @RefColumn()
  structureId: string;

  @TextColumn(7)
  allocataire: string;

  /** Null where care is declared for the family. */
  @DayColumn({ nullable: true })
  birthDate: Day | null;

  @DayColumn()
  day: Day;

  /** The first month without right; null when the automaton doubts whose child it is: an adviser then closes it by hand. */
  @MonthColumn({ nullable: true })
  closesFrom: Month | null;
}

/**
 * The first month without right after care has ended on that day.
 *
 * @see docs/sources.md#end-of-care
 */
export const closesFrom = (day: Day): Month => addMonths(monthOf(day), 1);

/** Where care is given, and in which month. */
export interface CareAt {
  caf: string;
  structureId: string;
  month: Month;
}

/** In the transaction of the decision. */
export const recordEnds = ({ em }: Context, ends: readonly EndOfCare[]): Promise<void> =>
  insertAll(em, EndOfCare, ends);

/** What those rows said is said no more: the right is open again. */
export async function takeBackEnds({ em }: Context, rowIds: readonly string[]): Promise<void> {
  await em.delete(EndOfCare, { rowId: In([...rowIds]) });
}

/** The rights of these numbers that are closed in that month, at that structure. */
export const closedRights = (
  { em }: Context,
  { caf, structureId, month }: CareAt,
  numbers: readonly string[],
): Promise<EndOfCare[]> =>
  em
    .createQueryBuilder(EndOfCare, 'ended')
    .where('ended.caf = :caf and ended.allocataire in (:...numbers)', { caf, numbers })
    .andWhere('ended.structureId = :structureId and ended.closesFrom <= :month', { structureId, month })
    .getMany();
