/** A browser in front of the API: it keeps its cookies, and comes from an address of its own. */
import type { Refused } from '../caller.js';

export interface Answer {
  data?: Record<string, unknown> | null;
  errors?: Refused[];
}

export interface Browser {
  /** Whole, as the browser would send it. */
  readonly cookies: Map<string, string>;
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** `done`, or the code of the refusal. */
  codeOf(query: string, variables?: Record<string, unknown>): Promise<string>;
  signIn(email: string, password: string): Promise<string>;
  setPassword(secret: string, password: string): Promise<string>;
}

export const SIGN_IN =
  'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { expiresAt } }';

/** @param address  as the proxy in front of the door would say it */
export function openBrowser(door: string, address: string): Browser {
  const cookies = new Map<string, string>();
  const keep = (response: Response) => {
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      cookies.set(name!, value!);
    }
  };
  const it: Browser = {
    cookies,
    async ask(query, variables = {}) {
      const response = await fetch(`${door}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': address,
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        },
        body: JSON.stringify({ query, variables }),
      });
      keep(response);
      return (await response.json()) as Answer;
    },
    async codeOf(query, variables) {
      const { errors } = await it.ask(query, variables);
      return errors?.[0]?.extensions.code ?? 'done';
    },
    signIn: (email, password) => it.codeOf(SIGN_IN, { email, password }),
    setPassword: (secret, password) =>
      it.codeOf(
        'mutation ($secret: String!, $password: String!) { setPassword(secret: $secret, password: $password) }',
        { secret, password },
      ),
  };
  return it;
}
