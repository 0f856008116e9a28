/** What a browser keeps for us, and where a request comes from. */
import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import type { Origin } from '../src/identity/index.js';
import { SESSION_HOURS } from '../src/identity/index.js';

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

export const setDevicesCookie = (response: Response, devices: readonly string[]): unknown =>
  response.cookie(DEVICES, devices.join(BETWEEN), kept(response, DEVICE_DAYS * 24));
