/** A real provider of identities on this machine, in the shape of ProConnect: whoever comes is whom it is told. */
import { generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Koa } from 'oidc-provider';
import { Provider } from 'oidc-provider';

export interface Identity {
  sub: string;
  email: string;
  email_verified?: boolean;
  acr?: string;
  amr?: string[];
}

export interface ProviderOfTest {
  issuer: string;
  /** Who is in front of the browser that comes. */
  person: Identity;
  /** What is answered in the place of what it signs about a person. */
  forged: ((told: Record<string, unknown>) => string) | undefined;
  /** Signs as it does, or with a key that it has not published. */
  signed(told: Record<string, unknown>, by?: 'itself' | 'another'): string;
  /** What a browser does there: comes with an address, and leaves with another. */
  visit(address: string): Promise<string>;
  close(): Promise<void>;
}

const CLIENT = {
  client_id: 'habilis',
  client_secret: 'un secret de fournisseur d’identité'.replaceAll(/[^a-z]/g, '-'),
};
export const clientSettings = {
  OPENID_CLIENT_ID: CLIENT.client_id,
  OPENID_CLIENT_SECRET: CLIENT.client_secret,
};

const base64 = (text: string): string => Buffer.from(text).toString('base64url');

function jwt(key: KeyObject, told: Record<string, unknown>): string {
  const body = `${base64(JSON.stringify({ alg: 'RS256', kid: 'one', typ: 'JWT' }))}.${base64(JSON.stringify(told))}`;
  return `${body}.${sign('RSA-SHA256', Buffer.from(body), key).toString('base64url')}`;
}

const keys = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

const listening = async (handler: (request: IncomingMessage, response: ServerResponse) => void) => {
  const http = createServer((request, response) => handler(request, response));
  await new Promise<void>((done) => void http.listen(0, '127.0.0.1', done));
  return { http, address: `http://127.0.0.1:${(http.address() as AddressInfo).port}` };
};

/** @param home  the public address of the service that it signs people in to */
export async function openProvider(home: string): Promise<ProviderOfTest> {
  const [own, other] = [keys(), keys()];
  let handler: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  const { http, address: issuer } = await listening((request, response) => handler(request, response));
  const it: ProviderOfTest = {
    issuer,
    person: { sub: 'nobody', email: 'personne@exemple.example' },
    forged: undefined,
    signed: (told, by = 'itself') => jwt(by === 'itself' ? own : other, told),
    visit,
    close: () =>
      new Promise((done) => {
        http.close(() => done());
        http.closeAllConnections();
      }),
  };
  const provider: Provider = new Provider(issuer, {
    clients: [
      {
        ...CLIENT,
        redirect_uris: [`${home}/openid/callback`],
        post_logout_redirect_uris: [`${home}/openid/signed-out`],
        token_endpoint_auth_method: 'client_secret_post',
        userinfo_signed_response_alg: 'RS256',
        id_token_signed_response_alg: 'RS256',
      },
    ],
    jwks: { keys: [{ ...own.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] },
    cookies: { keys: ['un secret de fournisseur'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], acr: null, amr: null },
    acrValues: ['eidas1', 'eidas2'],
    features: {
      devInteractions: { enabled: false },
      jwtUserinfo: { enabled: true },
      claimsParameter: { enabled: true },
    },
    pkce: { required: () => true },
    interactions: { url: (_ctx: Koa, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_ctx: Koa, accountId: string) => ({
      accountId,
      claims: () => ({ ...it.person, sub: accountId }),
    }),
    async loadExistingGrant({ oidc: { client, session } }: Koa) {
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid email');
      grant.addOIDCClaims(['acr', 'amr']);
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  handler = (request, response) => {
    const { sub, acr, amr } = it.person;
    if (request.url?.startsWith('/interaction/'))
      return void provider.interactionFinished(request, response, { login: { accountId: sub, acr, amr } });
    if (request.url !== '/me' || !it.forged) return answer(request, response);
    response
      .setHeader('content-type', 'application/jwt')
      .end(it.forged({ ...it.person, aud: 'habilis', iss: issuer }));
  };
  return it;

  async function visit(address: string): Promise<string> {
    const cookies = new Map<string, string>();
    let at = address;
    while (at.startsWith(issuer)) {
      const response = await fetch(at, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
        cookies.set(name!, value!);
      }
      const next = response.headers.get('location');
      if (!next)
        throw new Error(`The provider stopped at ${at}: ${response.status} ${await response.text()}`);
      at = new URL(next, at).href;
    }
    return at;
  }
}
