/** Signing in and out by the provider of identities: the browser leaves for it, and comes back. */
import type { Request, Response } from 'express';
import { Router } from 'express';
import type { UnderWay } from '../src/identity/index.js';
import { departure, signInByOpenId, signOut } from '../src/identity/index.js';
import type { House } from '../src/kernel/context.js';
import { Refusal } from '../src/kernel/refusal.js';
import { seal, unseal } from '../src/kernel/seal.js';
import { anonymous } from '../src/rights/index.js';
import type { SignInNext } from '../schema/enums.js';
import { openIdPaths } from './addresses.js';
import {
  askedFrom,
  clearOpenIdCookie,
  clearSessionCookie,
  hintCookie,
  openIdCookie,
  sessionCookie,
  setOpenIdCookie,
  setSessionCookie,
  underWayCookie,
} from './browser.js';
import { openRequest, reopen } from './context.js';
import { faultOf } from './errors.js';
import { sendNotice } from './pages/notice.js';

type Door = (house: House, request: Request, response: Response) => Promise<unknown>;

const sealedFor = (purpose: string) => ({ purpose: `openid ${purpose}`, whose: 'browser' });

/** What was sealed for that; nothing when it was altered, or is of another house. */
function unsealed(house: House, purpose: string, sealed: string | undefined): string | undefined {
  try {
    return sealed && unseal(house, sealedFor(purpose), sealed);
  } catch {
    return undefined;
  }
}

const start: Door = async (house, _request, response) => {
  const { address, underWay } = await departure(anonymous(house));
  setOpenIdCookie(response, underWayCookie, seal(house, sealedFor('departure'), JSON.stringify(underWay)));
  response.redirect(address);
};

function underWayOf(house: House, request: Request): UnderWay | undefined {
  const kept = unsealed(house, 'departure', openIdCookie(request, underWayCookie));
  return kept ? (JSON.parse(kept) as UnderWay) : undefined;
}

/** What follows, by what the session owes. */
const follows: Record<SignInNext, string> = {
  done: 'Vous pouvez fermer cette page et revenir à Habilis.',
  secondFactor: 'Revenez à Habilis : le code de votre second facteur y est attendu.',
  enrolSecondFactor: 'Revenez à Habilis : un second facteur y est à choisir, avant toute autre chose.',
};

/** What a browser keeps at most. */
const LONGEST_COOKIE = 3_800;

const callback: Door = async (house, request, response) => {
  const underWay = underWayOf(house, request);
  clearOpenIdCookie(response, underWayCookie);
  const [, query = ''] = request.originalUrl.split('?');
  const origin = askedFrom(request);
  const { token, idToken } = await signInByOpenId(anonymous(house), { query, underWay }, origin);
  setSessionCookie(response, token);
  const asked = await openRequest(house, request, response);
  await reopen(asked, token);
  const hint = seal(house, sealedFor('hint'), idToken);
  if (hint.length <= LONGEST_COOKIE) setOpenIdCookie(response, hintCookie, hint);
  const says = follows[asked.bearer?.owes ?? 'done'];
  sendNotice(response, { status: 200, title: 'Vous êtes connecté', says });
};

const leave: Door = async (house, request, response) => {
  const token = sessionCookie(request);
  if (token) await signOut(anonymous(house), token);
  const idToken = unsealed(house, 'hint', openIdCookie(request, hintCookie));
  clearSessionCookie(response);
  clearOpenIdCookie(response, hintCookie);
  const address = idToken && (await house.identityProvider?.signOutAddress(idToken));
  response.redirect(address || openIdPaths.signedOut);
};

const signedOut: Door = (_house, _request, response) =>
  Promise.resolve(
    sendNotice(response, {
      status: 200,
      title: 'Vous êtes déconnecté',
      says: 'Votre session est fermée. Vous pouvez fermer cette page.',
    }),
  );

/** The status of a refusal; any other code is a request that cannot be done as it is. */
const statuses: Record<string, number> = {
  OPENID_UNKNOWN: 403,
  OPENID_OTHER: 403,
  TOO_MANY_ATTEMPTS: 429,
  OPENID_UNAVAILABLE: 503,
};

function refuse(house: House, response: Response, error: unknown): void {
  const title = 'La connexion n’a pas abouti';
  if (error instanceof Refusal) {
    sendNotice(response, { status: statuses[error.code] ?? 400, title, says: error.message });
  } else {
    const { status, message: says } = faultOf(house.log, error);
    sendNotice(response, { status, title, says });
  }
}

/** Nothing where there is no provider. */
export function openIdRouter(house: House): Router {
  const router = Router();
  if (!house.identityProvider) return router;
  const doors: Record<string, Door> = {
    [openIdPaths.start]: start,
    [openIdPaths.callback]: callback,
    [openIdPaths.signOut]: leave,
    [openIdPaths.signedOut]: signedOut,
  };
  for (const [path, door] of Object.entries(doors)) {
    router.get(path, async (request, response) => {
      response.set({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
      await door(house, request, response).catch((error: unknown) => refuse(house, response, error));
    });
  }
  return router;
}
