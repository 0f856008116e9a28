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
  /** A page, or where it leads. */
  open(path: string): Promise<{ status: number; location: string; html: string }>;
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
  const sent = () => ({
    'x-forwarded-for': address,
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  });
  const it: Browser = {
    cookies,
    async open(path) {
      const response = await fetch(door + path, { headers: sent(), redirect: 'manual' });
      keep(response);
      const { status, headers } = response;
      return { status, location: headers.get('location') ?? '', html: await response.text() };
    },
    async ask(query, variables = {}) {
      const response = await fetch(`${door}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...sent() },
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
