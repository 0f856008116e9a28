/** Lists are cursor pages: a page is as quick at the end of a list as at its start. */
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { BadInput } from './refusal.js';

export interface PageRequest {
  /** Records on the page: 1 to 200. */
  first?: number | null;
  /** The cursor after which the page starts. */
  after?: string | null;
}

export interface Page<Node> {
  nodes: Node[];
  cursors: string[];
  hasNextPage: boolean;
  /** Of the whole list, as this reader may see it: counted when it is asked for only. */
  count: () => Promise<number>;
}

export const DEFAULT = 50;
export const MAXIMUM = 200;

const encode = (key: string | number): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** @throws BAD_INPUT for what no page of a list ordered by integers, or by texts, has given */
const decode = (cursor: string, integers: boolean): string | number => {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (integers ? Number.isSafeInteger(key) : typeof key === 'string') return key as string | number;
  } catch {
    // Falls through to the one refusal.
  }
  throw BadInput({ field: 'after', expected: 'un curseur reçu d’une page précédente' });
};

/** The whole number that a cursor of a list ordered by integers stands for. @throws BAD_INPUT for another text */
export const positionOf = (cursor: string): number => decode(cursor, true) as number;

/** @throws BAD_INPUT for a page of no record, or of too many */
const sizeOf = ({ first }: PageRequest): number => {
  const size = first ?? DEFAULT;
  if (Number.isInteger(size) && size >= 1 && size <= MAXIMUM) return size;
  throw BadInput({ field: 'first', expected: `un nombre de 1 à ${MAXIMUM}` });
};

/**
 * One page of a query, in the order of a unique column.
 *
 * @param key  the column that orders the list: ids are time-ordered, so `id` is the order of creation
 */
export async function page<Node extends ObjectLiteral>(
  query: SelectQueryBuilder<Node>,
  request: PageRequest,
  key: keyof Node & string = 'id',
  direction: 'ASC' | 'DESC' = 'ASC',
): Promise<Page<Node>> {
  const size = sizeOf(request);
  const { after } = request;
  const whole = query.clone();
  const column = `${query.alias}.${key}`;
  if (typeof after === 'string') {
    const integers = query.expressionMap.mainAlias?.metadata.findColumnWithPropertyName(key)?.type === 'int';
    query.andWhere(`${column} ${direction === 'ASC' ? '>' : '<'} :after`, { after: decode(after, integers) });
  }
  const found = await query
    .orderBy(column, direction)
    .limit(size + 1)
    .getMany();
  const nodes = found.slice(0, size);
  return {
    nodes,
    cursors: nodes.map((node) => encode(node[key] as string)),
    hasNextPage: found.length > size,
    count: () => whole.getCount(),
  };
}

/** A list whose order is that of whole numbers, found before its records are read. */
export interface Numbered<Node> {
  /** The first numbers after that one, in order: as many as asked for, or all there are. */
  after: (number: number, count: number) => Promise<number[]>;
  /** The records of these numbers, in their order. */
  read: (numbers: number[]) => Promise<Node[]>;
  numberOf: (node: Node) => number;
  count: () => Promise<number>;
}

/** One page of such a list. */
export async function pageOfNumbered<Node>(
  { after, read, numberOf, count }: Numbered<Node>,
  request: PageRequest,
): Promise<Page<Node>> {
  const size = sizeOf(request);
  const from = typeof request.after === 'string' ? (decode(request.after, true) as number) : 0;
  const numbers = await after(from, size + 1);
  const nodes = await read(numbers.slice(0, size));
  return {
    nodes,
    cursors: nodes.map((node) => encode(numberOf(node))),
    hasNextPage: numbers.length > size,
    count,
  };
}
