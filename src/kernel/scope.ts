/** Turns the rights (CASL conditions) into SQL, so that the rule that guards one row also filters a list. */
import type { MongoAbility } from '@casl/ability';
import { rulesToAST } from '@casl/ability/extra';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

interface Condition {
  operator: string;
  field?: string;
  value: unknown;
}

type Parameters = Record<string, unknown>;

const comparisons: Record<string, (column: string, parameter: string, value: unknown) => string> = {
  eq: (column, parameter, value) => (value === null ? `${column} is null` : `${column} = :${parameter}`),
  // Nothing differs from any value, and SQL does not say so.
  ne: (column, parameter, value) =>
    value === null ? `${column} is not null` : `(${column} <> :${parameter} or ${column} is null)`,
  // An empty list matches nothing, and SQL has no empty list.
  in: (column, parameter, value) => ((value as []).length ? `${column} in (:...${parameter})` : '1 = 0'),
};

/** Two roles at one place say the same twice, and no engine finds the order of an index behind an « or ». */
const once = (conditions: readonly Condition[]): Condition[] => [
  ...new Map(conditions.map((condition) => [JSON.stringify(condition), condition])).values(),
];

function sqlOf(condition: Condition, alias: string, parameters: Parameters): string {
  const { operator, field, value } = condition;
  if (operator === 'and' || operator === 'or') {
    const parts = once(value as Condition[]).map((part) => sqlOf(part, alias, parameters));
    return parts.length > 0 ? `(${parts.join(` ${operator} `)})` : '1 = 1';
  }
  if (operator === 'not') {
    return `(${(value as Condition[]).map((part) => sqlOf(part, alias, parameters)).join(' and ')}) is not true`;
  }
  const compare = comparisons[operator];
  if (!compare) throw new Error(`The rights use a condition that has no SQL: ${operator}`);
  const parameter = `right_${Object.keys(parameters).length}`;
  parameters[parameter] = value;
  return compare(`${alias}.${field}`, parameter, value);
}

/** Keeps of a query the rows on which the ability allows the action; with no rule, none. */
export function restrict<Entity extends ObjectLiteral>(
  query: SelectQueryBuilder<Entity>,
  ability: MongoAbility,
  action: string,
  entity: new () => Entity,
): SelectQueryBuilder<Entity> {
  const ast = rulesToAST(ability, action, entity as never) as Condition | null;
  if (!ast) return query.andWhere('1 = 0');
  const parameters: Parameters = {};
  return query.andWhere(sqlOf(ast, query.alias, parameters), parameters);
}
