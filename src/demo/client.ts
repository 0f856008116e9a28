/** A person at their screen: real HTTP calls, one session. */
import { CannotRun } from '../commands/command.js';

interface Answer<Data> {
  data?: Data;
  errors?: { message: string }[];
}

export class Person {
  private constructor(
    private readonly address: string,
    private readonly token: string,
    readonly name: string,
  ) {}

  /** @throws CannotRun with the sentence that the person would read */
  static async signIn(address: string, email: string, password: string): Promise<Person> {
    const nobody = new Person(address, '', '');
    const { signIn } = await nobody.ask<{ signIn: { token: string; me: { firstName: string; lastName: string } } }>(
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
}
