/** Numbers without gaps, one series each: an identity column of the engine would skip some. */
import { Entity, PrimaryColumn } from 'typeorm';
import { IntegerColumn } from './columns.js';
import type { Context } from './context.js';

@Entity()
export class Counter {
  @PrimaryColumn({ type: 'varchar', length: 40 })
  series: string;

  @IntegerColumn()
  value: number;
}

/** The next numbers of a series, from 1, in the current transaction; the first of `count`. */
export async function nextNumber({ em }: Context, series: string, count = 1): Promise<number> {
  await em.createQueryBuilder().insert().into(Counter).values({ series, value: 0 }).orIgnore().execute();
  await em.increment(Counter, { series }, 'value', count);
  const { value } = await em.findOneByOrFail(Counter, { series });
  return value - count + 1;
}
