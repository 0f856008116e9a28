/** A person at their screen: real HTTP calls, one session. */
import { CannotRun } from '../commands/command.js';

interface Answer<Data> {
  data?: Data;
  errors?: { message: string }[];
}

/** What a person has seen of a record: a step engages on nothing else. */
export interface Seen {
  id: string;
  revision: number;
}

/** The fields of `Seen`, as a query names them. */
export const SEEN = 'id revision';

export interface Page<Node> {
  edges: { node: Node }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** All the nodes of a list, page after page. */
export async function everyNode<Node>(load: (after: string | null) => Promise<Page<Node>>): Promise<Node[]> {
  const nodes: Node[] = [];
  for (let after: string | null = null, more = true; more;) {
    const { edges, pageInfo }: Page<Node> = await load(after);
    nodes.push(...edges.map(({ node }) => node));
    ({ endCursor: after, hasNextPage: more } = pageInfo);
  }
  return nodes;
}

export class Person {
  private constructor(
    private readonly address: string,
    private readonly token: string,
    readonly name: string,
  ) {}

  /** Somebody who is not signed in. */
  static nobody(address: string): Person {
    return new Person(address, '', '');
  }

  /** @throws CannotRun with the sentence that the person would read */
  static async signIn(address: string, email: string, password: string): Promise<Person> {
    const { signIn } = await Person.nobody(address).ask<{
      signIn: { token: string; me: { firstName: string; lastName: string } };
    }>(
      'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { token me { firstName lastName } } }',
      { email, password },
    );
    return new Person(address, signIn.token, `${signIn.me.firstName} ${signIn.me.lastName}`);
  }

  private get headers(): Record<string, string> {
    return this.token ? { authorization: `Bearer ${this.token}` } : {};
  }

  async ask<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const response = await fetch(`${this.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.headers },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as Answer<Data>;
    if (errors || !data) throw new CannotRun(...(errors ?? []).map(({ message }) => message));
    return data;
  }

  async put<Data>(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<Data> {
    const response = await fetch(this.address + path, { method: 'PUT', headers: this.headers, body: bytes });
    const answer = (await response.json()) as Data & { message?: string };
    if (!response.ok) throw new CannotRun(answer.message ?? '');
    return answer;
  }

  async download(path: string): Promise<Buffer> {
    const response = await fetch(this.address + path, { headers: this.headers });
    if (!response.ok) throw new CannotRun(((await response.json()) as { message: string }).message);
    return Buffer.from(await response.arrayBuffer());
  }

  /** The same request, to paste in a terminal. */
  pasted(query: string): string {
    return [
      `curl -s ${this.address}/graphql`,
      `-H 'content-type: application/json'`,
      `-H 'authorization: Bearer ${this.token}'`,
      `-d '${JSON.stringify({ query })}'`,
    ].join(' \\\n    ');
  }
}
