/** A provider of identities over OpenID Connect, in the shape of ProConnect (docs/sources.md#proconnect). */
import type { Logger } from 'pino';
import * as openid from 'openid-client';
import type { Departure, IdentityProvider, Return, Vouched } from '../kernel/identity-provider.js';

export interface IdentityProviderOptions {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Where the browser comes back to, and where once signed out: the provider knows both. */
  callback: string;
  signedOut: string;
  log: Logger;
  /** Seconds for one request. */
  timeout?: number;
}

/** Names and SIRET are not asked for: an account has its own. */
const SCOPE = 'openid email';
const ALGORITHM = 'RS256';

/** How the person signed in there: it is told when it is asked for, whatever it is. */
const CLAIMS = JSON.stringify({ id_token: { acr: null, amr: null } });

/** The assurances that come with a second factor (docs/sources.md#proconnect). */
const TWO_FACTORS: readonly unknown[] = [
  'eidas2',
  'eidas3',
  'https://proconnect.gouv.fr/assurance/self-asserted-2fa',
  'https://proconnect.gouv.fr/assurance/consistency-checked-2fa',
];

/** Milliseconds for which what the provider says of itself is kept. */
const LIFETIME = 3_600_000;

const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);

function vouchedIn(claims: openid.IDToken, told: openid.UserInfoResponse, idToken: string): Vouched {
  const { acr, amr } = claims;
  return {
    subject: claims.sub,
    email: text(told.email),
    emailDenied: told.email_verified === false,
    secondFactor: TWO_FACTORS.includes(acr) || (Array.isArray(amr) && amr.includes('mfa')),
    idToken,
  };
}

/** Codes of what comes from the network, and not from what was said over it. */
const UNREACHABLE: readonly string[] = ['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM'];

/** A stable code for what went wrong, never its text, which may quote a person. */
function codeOf(error: unknown): string {
  if (error instanceof openid.AuthorizationResponseError || error instanceof openid.ResponseBodyError)
    return error.error;
  if (error instanceof openid.ClientError) return error.code ?? 'OAUTH_ABORT';
  return 'OAUTH_ABORT';
}

export function openIdentityProvider({
  issuer,
  clientId,
  clientSecret,
  callback,
  signedOut,
  log,
  timeout = 5,
}: IdentityProviderOptions): IdentityProvider {
  let known: { until: number; configuration: Promise<openid.Configuration> } | undefined;
  const insecure = issuer.startsWith('http:') ? [openid.allowInsecureRequests] : [];

  const discover = (): Promise<openid.Configuration> =>
    openid.discovery(
      new URL(issuer),
      clientId,
      {
        client_secret: clientSecret,
        id_token_signed_response_alg: ALGORITHM,
        userinfo_signed_response_alg: ALGORITHM,
      },
      openid.ClientSecretPost(clientSecret),
      { execute: [openid.enableNonRepudiationChecks, ...insecure], timeout },
    );

  /** What the provider says of itself; a failure is not kept. */
  async function configuration(): Promise<openid.Configuration> {
    if (!known || performance.now() > known.until)
      known = { until: performance.now() + LIFETIME, configuration: discover() };
    const asked = known;
    try {
      return await asked.configuration;
    } catch (error) {
      if (known === asked) known = undefined;
      throw error;
    }
  }

  const unreachable = (error: unknown): undefined => {
    log.warn({ identityProvider: 'unavailable', why: codeOf(error) });
    return undefined;
  };

  async function depart() {
    const departure: Departure = {
      state: openid.randomState(),
      nonce: openid.randomNonce(),
      verifier: openid.randomPKCECodeVerifier(),
    };
    const address = openid.buildAuthorizationUrl(await configuration(), {
      redirect_uri: callback,
      scope: SCOPE,
      claims: CLAIMS,
      state: departure.state,
      nonce: departure.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(departure.verifier),
      code_challenge_method: 'S256',
    });
    return { address: address.href, departure };
  }

  async function comeBack(query: string, { state, nonce, verifier }: Departure): Promise<Return> {
    const provider = await configuration();
    const tokens = await openid.authorizationCodeGrant(provider, new URL(`${callback}?${query}`), {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims()!;
    const told = await openid.fetchUserInfo(provider, tokens.access_token, claims.sub);
    return { kind: 'vouched', vouched: vouchedIn(claims, told, tokens.id_token!) };
  }

  async function signOutAddress(idToken: string | undefined): Promise<string | undefined> {
    const provider = await configuration();
    if (!provider.serverMetadata().end_session_endpoint) return undefined;
    const back = { post_logout_redirect_uri: signedOut };
    const hint: Record<string, string> = idToken ? { id_token_hint: idToken } : {};
    return openid.buildEndSessionUrl(provider, { ...back, ...hint }).href;
  }

  return {
    issuer,
    depart: () => depart().catch(unreachable),
    comeBack: (query, departure) =>
      comeBack(query, departure).catch((error: unknown): Return => {
        const why = codeOf(error);
        if (!UNREACHABLE.includes(why)) return { kind: 'refused', why };
        unreachable(error);
        return { kind: 'unavailable' };
      }),
    signOutAddress: (idToken) => signOutAddress(idToken).catch(unreachable),
  };
}
