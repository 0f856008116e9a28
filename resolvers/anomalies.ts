/** What the catalogue says of an anomaly, whatever the row. */
import { FieldResolver, Resolver, Root } from 'type-graphql';
import { Anomaly } from '../schema/rows.js';
import type { RowAnomaly } from '../src/declarations/index.js';
import { anomalies, helpOf } from '../src/workbooks/index.js';

@Resolver(() => Anomaly)
export class AnomalyResolver {
  @FieldResolver()
  toDo(@Root() { code }: RowAnomaly): string {
    return anomalies[code].toDo;
  }

  @FieldResolver()
  help(@Root() { code }: RowAnomaly): string {
    return helpOf(anomalies[code]);
  }
}
