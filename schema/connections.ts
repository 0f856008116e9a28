/** Lists as cursor connections. */
import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import type { Page } from '../src/kernel/page.js';
import { MAXIMUM } from '../src/kernel/page.js';

@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, description: `Records on the page: 1 to ${MAXIMUM}; 50 by default.` })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'The cursor after which the page starts.' })
  after?: string | null;
}

@ObjectType({ description: 'Where a page stands in its list.' })
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage: boolean;

  @Field(() => String, { nullable: true })
  endCursor: string | null;
}

export interface Connection<Node> {
  edges: { node: Node; cursor: string }[];
  pageInfo: PageInfo;
  readonly totalCount: Promise<number>;
}

/** Declares the connection type of an object type. */
export function connectionOf<Node extends object>(name: string, node: () => new () => Node) {
  @ObjectType(`${name}Edge`)
  class EdgeType {
    @Field(node)
    node: Node;

    @Field(() => String)
    cursor: string;
  }

  @ObjectType(`${name}Connection`)
  class ConnectionType {
    @Field(() => [EdgeType])
    edges: EdgeType[];

    @Field(() => PageInfo)
    pageInfo: PageInfo;

    @Field(() => Int, { description: 'Of the whole list, as this reader may see it.' })
    totalCount: number;
  }
  return ConnectionType;
}

export const toConnection = <Node>({ nodes, cursors, hasNextPage, count }: Page<Node>): Connection<Node> => ({
  edges: nodes.map((node, index) => ({ node, cursor: cursors[index]! })),
  pageInfo: { hasNextPage, endCursor: cursors.at(-1) ?? null },
  // Counted when the field is asked for: a page is quick, a count goes through the whole list.
  get totalCount() {
    return count();
  },
});
