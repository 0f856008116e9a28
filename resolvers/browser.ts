/** What a browser keeps for us, and where a request comes from. */
import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import type { Origin } from '../src/identity/index.js';
import { DEPARTURE_MINUTES, SESSION_HOURS } from '../src/identity/index.js';

const SESSION = 'habilis_session';
/** Of the accounts that signed in with it, nothing that names them: see docs/decisions/0009. */
const DEVICES = 'habilis_devices';
const BETWEEN = '~';
/** As long as browsers keep anything. */
const DEVICE_DAYS = 400;

const cookiesOf = ({ headers }: Request) => parseCookie(headers.cookie ?? '');

/** A browser's session. An access token is for programs: in a cookie it is nothing. */
export const sessionCookie = (request: Request): string | undefined => cookiesOf(request)[SESSION];

export const askedFrom = (request: Request): Origin => ({
  address: request.ip ?? '',
  devices: (cookiesOf(request)[DEVICES] ?? '').split(BETWEEN).filter(Boolean),
});

/** Kept where scripts of a page cannot read it, and other sites cannot use it. */
const kept = ({ req }: Response, hours: number): CookieOptions => ({
  httpOnly: true,
  sameSite: 'strict',
  secure: req.secure,
  path: '/',
  maxAge: hours * 3_600_000,
});

export const setSessionCookie = (response: Response, token: string): unknown =>
  response.cookie(SESSION, token, kept(response, SESSION_HOURS));

export const clearSessionCookie = (response: Response): unknown =>
  response.clearCookie(SESSION, { path: '/' });

/** What a browser keeps of the provider of identities, for the addresses that speak of it alone. */
interface OpenIdCookie {
  name: string;
  minutes: number;
}
export const underWayCookie: OpenIdCookie = { name: 'habilis_openid', minutes: DEPARTURE_MINUTES };
export const hintCookie: OpenIdCookie = { name: 'habilis_openid_hint', minutes: SESSION_HOURS * 60 };

const OPENID = '/openid';

export const openIdCookie = (request: Request, { name }: OpenIdCookie): string | undefined =>
  cookiesOf(request)[name];

/** Lax: the browser comes back from another site. */
export const setOpenIdCookie = (
  response: Response,
  { name, minutes }: OpenIdCookie,
  value: string,
): unknown =>
  response.cookie(name, value, { ...kept(response, minutes / 60), sameSite: 'lax', path: OPENID });

export const clearOpenIdCookie = (response: Response, { name }: OpenIdCookie): unknown =>
  response.clearCookie(name, { path: OPENID });

export const setDevicesCookie = (response: Response, devices: readonly string[]): unknown =>
  response.cookie(DEVICES, devices.join(BETWEEN), kept(response, DEVICE_DAYS * 24));
