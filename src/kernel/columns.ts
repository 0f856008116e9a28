/** The column vocabulary: one spelling for both engines, with no schema drift (docs/decisions/0002). */
import type { ColumnOptions } from 'typeorm';
import { Column, PrimaryColumn } from 'typeorm';

type More = Pick<ColumnOptions, 'nullable' | 'default'>;

const text =
  (length: number) =>
  (more: More = {}): PropertyDecorator =>
    Column({ type: 'varchar', length, ...more });

export const Id = (): PropertyDecorator => PrimaryColumn({ type: 'varchar', length: 36 });
/** The id of another record. */
export const RefColumn = text(36);
export const TextColumn = (length: number, more: More = {}): PropertyDecorator => text(length)(more);
/** Three digits: 493 is Maine-et-Loire. */
export const CafColumn = text(3);
export const MonthColumn = text(7);
export const DayColumn = text(10);
/** ISO 8601 in UTC with milliseconds: text sorts, and neither engine shifts it. */
export const InstantColumn = text(24);
/** SHA-256 in hexadecimal. */
export const DigestColumn = text(64);
export const IntegerColumn = (more: More = {}): PropertyDecorator => Column({ type: 'int', ...more });
/** Euro cents; a month of one row stays far below 2^31. */
export const CentsColumn = IntegerColumn;
/** Counts the writes of a record: a step holds only on the revision the person saw. */
export const RevisionColumn = (): PropertyDecorator => Column({ type: 'int', default: 1 });
export const FlagColumn = (more: More = {}): PropertyDecorator => Column({ type: 'boolean', ...more });
export const LongTextColumn = (more: More = {}): PropertyDecorator => Column({ type: 'text', ...more });
/** A plain value kept as JSON text. */
export const JsonColumn = (more: More = {}): PropertyDecorator => Column({ type: 'simple-json', ...more });
