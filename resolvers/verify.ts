/** Checking an attestation, by anybody: a page for people, the same answer as JSON for programs, and the public keys. */
import type { Request, RequestHandler, Response } from 'express';
import express, { Router } from 'express';
import type { Given, Verification } from '../src/attestations/index.js';
import { publishedKeys, verdicts, verifyCode } from '../src/attestations/index.js';
import type { House } from '../src/kernel/context.js';
import { Refusal } from '../src/kernel/refusal.js';
import { anonymous } from '../src/rights/index.js';
import { verifyPath } from './addresses.js';
import { askedFrom } from './browser.js';
import { faultOf } from './errors.js';
import { headersOf } from './pages/headers.js';
import type { Told } from './pages/verification.js';
import { verificationPage } from './pages/verification.js';

/** Longer than any code with its address. */
const MOST_LETTERS = 1_000;

/** The status of a refusal; any other code is one that cannot be read. */
const statuses: Record<string, number> = { TOO_MANY_VERIFICATIONS: 429, HOLDER_NOT_PROVEN: 403 };

const headers = { ...headersOf(undefined, true), 'x-robots-tag': 'noindex' };

const wantsJson = (request: Request): boolean => request.accepts(['html', 'json']) === 'json';

const show = (response: Response, told: Told): unknown => response.set(headers).end(verificationPage(told));

const answer = (request: Request, response: Response, verification: Verification): unknown =>
  wantsJson(request)
    ? response
        .set({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' })
        .json({ ...verification, genuine: verdicts[verification.verdict].genuine })
    : show(response, { verification });

interface Asked {
  house: House;
  request: Request;
  response: Response;
  given: Given;
}

/** What was typed is shown to be put right: a code, or the number of an allocataire under its verdict. */
async function besides({ house, request, given }: Asked): Promise<Omit<Told, 'refused'>> {
  if (!given.allocataire) return { code: given.code };
  return { verification: await verifyCode(anonymous(house), { code: given.code }, askedFrom(request)) };
}

const answerOf = ({ code, message, facts }: Refusal) => ({
  status: statuses[code] ?? 400,
  code,
  message,
  facts,
});

async function refuse(asked: Asked, error: unknown): Promise<void> {
  const { house, request, response } = asked;
  const isRefusal = error instanceof Refusal;
  const { status, ...told } = isRefusal ? answerOf(error) : faultOf(house.log, error);
  response.status(status);
  if (wantsJson(request)) response.set('cache-control', 'no-store').json(told);
  else show(response, { refused: told.message, ...(isRefusal ? await besides(asked) : {}) });
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, MOST_LETTERS) : '');

/** What a person pastes may be the whole address. */
const codeIn = (text: string): string => /\/verify\/([^/?#\s]+)/i.exec(text)?.[1] ?? text;

const judging =
  (house: House, why: string, givenIn: (request: Request) => Given): RequestHandler =>
  async (request, response) => {
    const given = givenIn(request);
    try {
      const ctx = anonymous(house);
      const verification = await verifyCode(ctx, given, askedFrom(request));
      await ctx.tellSeen(why);
      answer(request, response, verification);
    } catch (error) {
      await refuse({ house, request, response, given }, error);
    }
  };

const typed = ({ body }: Request): Given => {
  const { code, allocataire } = (body ?? {}) as Record<string, unknown>;
  return {
    code: codeIn(textOf(code)),
    ...(textOf(allocataire) ? { allocataire: textOf(allocataire) } : {}),
  };
};

export function verifyRouter(house: House): Router {
  const router = Router();
  router.get('/verify', (_request, response) => void show(response, {}));
  router.get('/verify/keys', async (_request, response) => {
    const keys = await publishedKeys(anonymous(house));
    response.set({ 'cache-control': 'public, max-age=300', 'x-robots-tag': 'noindex' }).json(keys);
  });
  router.get(
    '/verify/:code',
    judging(house, 'GET /verify/:code', ({ params }) => ({ code: textOf(params.code) })),
  );
  router.post(
    '/verify',
    express.urlencoded({ extended: false, limit: '4kb', parameterLimit: 4 }),
    judging(house, `POST ${verifyPath}`, typed),
  );
  return router;
}
