/** The scalars of the API: text that means one thing. */
import { GraphQLScalarType, Kind } from 'graphql';
import { BadInput } from '../src/kernel/refusal.js';
import { isDay, isMonth } from '../src/kernel/calendar.js';

const textScalar = (
  name: string,
  description: string,
  accepts: (text: string) => boolean,
  expected: string,
) => {
  const read = (value: unknown): string => {
    if (typeof value === 'string' && accepts(value)) return value;
    throw BadInput({ field: name, expected });
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    parseValue: read,
    parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : undefined),
    serialize: (value) => value as string,
  });
};

export const MonthScalar = textScalar('Month', 'A calendar month, `YYYY-MM`.', isMonth, 'un mois AAAA-MM');
export const DayScalar = textScalar('Day', 'A calendar day, `YYYY-MM-DD`.', isDay, 'un jour AAAA-MM-JJ');
export const InstantScalar = textScalar(
  'Instant',
  'A moment, ISO 8601 in UTC with milliseconds.',
  (text) => !Number.isNaN(Date.parse(text)),
  'un instant ISO 8601',
);
