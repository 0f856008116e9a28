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
  const take = () => em.increment(Counter, { series }, 'value', count);
  // Taken first, inserted only when missing: two inserts of what exists would lock each other out.
  if (!(await take()).affected) {
    await em.createQueryBuilder().insert().into(Counter).values({ series, value: 0 }).orIgnore().execute();
    await take();
  }
  const { value } = await em.findOneByOrFail(Counter, { series });
  return value - count + 1;
}
