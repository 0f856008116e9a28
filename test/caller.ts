/** Somebody in front of the API: real HTTP, one session, answers and refusals as they come. */

export interface Refused {
  message: string;
  extensions: { code: string; facts?: Record<string, unknown>; reference?: string };
}

/** What a request came to when it was not granted. */
export class Denied extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    sentence: string,
    readonly facts: unknown,
  ) {
    super(sentence);
  }
}

/** What a request came to: `done`, or the code of its refusal. */
export const codeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof Denied) return error.code;
      throw error;
    },
  );

export interface Seen {
  id: string;
  revision: number;
}

export class Caller {
  constructor(
    readonly address: string,
    readonly token?: string,
  ) {}

  private headers(more: Record<string, string> = {}): Record<string, string> {
    return this.token ? { authorization: `Bearer ${this.token}`, ...more } : more;
  }

  async signIn(email: string, password: string): Promise<Caller> {
    const { signIn } = await this.ask<{ signIn: { token: string } }>(
      'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { token } }',
      { email, password },
    );
    return new Caller(this.address, signIn.token);
  }

  /** The whole answer, errors included. */
  async post(
    query: string,
    variables: Record<string, unknown> = {},
  ): Promise<{ status: number; data?: Record<string, unknown> | null; errors?: Refused[] }> {
    const response = await fetch(`${this.address}/graphql`, {
      method: 'POST',
      headers: this.headers({ 'content-type': 'application/json' }),
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, ...((await response.json()) as object) };
  }

  /** @throws Denied with the first refusal */
  async ask<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const { status, data, errors } = await this.post(query, variables);
    const [refused] = errors ?? [];
    if (refused) throw new Denied(status, refused.extensions.code, refused.message, refused.extensions.facts);
    return data as Data;
  }

  async send(
    method: 'GET' | 'PUT',
    path: string,
    body?: Uint8Array,
    more: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(this.address + path, {
      method,
      headers: this.headers(more),
      ...(body ? { body: body as Uint8Array<ArrayBuffer> } : {}),
    });
  }

  /** @throws Denied when it is not granted */
  async put<Data>(path: string, body: Uint8Array): Promise<Data> {
    return (await this.granted(await this.send('PUT', path, body)).then((response) =>
      response.json(),
    )) as Data;
  }

  /** @throws Denied when it is not granted */
  async get(path: string): Promise<Buffer> {
    const response = await this.granted(await this.send('GET', path));
    return Buffer.from(await response.arrayBuffer());
  }

  private async granted(response: Response): Promise<Response> {
    if (response.ok) return response;
    const { code, message, facts } = (await response.json()) as {
      code: string;
      message: string;
      facts: unknown;
    };
    throw new Denied(response.status, code, message, facts);
  }
}
