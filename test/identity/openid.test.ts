/** Signing in by a provider of identities, against a real one: who is let in, and what is refused. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { OpenIdLink, Person, Session } from '../../src/identity/index.js';
import { Mail } from '../../src/mail/index.js';
import { DEMO_PASSWORD } from '../../src/seed/index.js';
import { who } from '../bench.js';
import type { Browser } from './browser.js';
import type { OpenIdBench } from './openid-bench.js';
import { HOME, START, nextOf, openOpenIdBench, pathOf, said } from './openid-bench.js';
import type { Identity } from './provider.js';

let bench: OpenIdBench;
beforeAll(async () => {
  bench = await openOpenIdBench();
});
afterAll(() => bench.close());

const bruno: Identity = { sub: 'sujet-4', email: who.otherApprover };
const camille: Identity = { sub: 'sujet-1', email: who.declarant, acr: 'eidas1', amr: ['pwd'] };

beforeEach(() => {
  bench.provider.person = camille;
  bench.provider.forged = undefined;
});

const whyLast = async (): Promise<unknown> => (await bench.journal('refuseOpenId')).at(-1)?.facts.why;

const counts = async () => [
  await bench.count(Session),
  await bench.count(OpenIdLink),
  await bench.count(Person),
];

const WORKED = 'Vous pouvez fermer cette page et revenir à Habilis.';
const REFUSED =
  'La connexion par le fournisseur d’identité n’a pas abouti. Recommencez-la depuis ce navigateur, ou connectez-vous par mot de passe.';
const UNKNOWN =
  'Aucun compte Habilis n’est ouvert à l’adresse que donne le fournisseur d’identité : demandez au gestionnaire des habilitations de votre structure de vous habiliter à cette adresse.';

describe('a person who has an account', () => {
  test('is sent to the provider with what binds the answer to this browser, and nothing of ours', async () => {
    const browser = bench.browser();
    const { status, location } = await browser.open(START);
    const asked = Object.fromEntries(new URL(location).searchParams);
    expect(status).toBe(302);
    expect(asked).toEqual({
      client_id: 'habilis',
      response_type: 'code',
      redirect_uri: `${HOME}/openid/callback`,
      scope: 'openid email',
      claims: '{"id_token":{"acr":null,"amr":null}}',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    const kept = browser.cookies.get('habilis_openid')!;
    for (const secret of [asked.state!, asked.nonce!]) {
      expect(kept).not.toContain(secret);
      expect(Buffer.from(kept, 'base64url').toString('latin1')).not.toContain(secret);
    }
  });

  test('is found by their address at first, then by the identity alone, whatever the address becomes', async () => {
    const browser = bench.browser();
    const first = await bench.signIn(browser, { ...camille, email: 'Camille.Durand@Pirouette.example' });
    expect([first.status, said(first.html)]).toEqual([200, WORKED]);
    expect(await browser.ask('{ me { email next openIdSince } }')).toEqual({
      data: {
        me: { email: who.declarant, next: 'DONE', openIdSince: expect.stringMatching(/^2026-11-05T08:00/) },
      },
    });
    expect(browser.cookies.has('habilis_devices')).toBe(true);
    const second = bench.browser();
    expect((await bench.signIn(second, { ...camille, email: 'camille@ailleurs.example' })).status).toBe(200);
    expect(await second.ask('{ me { email } }')).toEqual({ data: { me: { email: who.declarant } } });
    expect(await bench.count(OpenIdLink)).toBe(1);
  });

  test('is told once by a letter; the journal has that they were met, and each sign-in with how', async () => {
    const { id } = await bench.house.database.reader.findOneByOrFail(Person, { email: who.declarant });
    await bench.work();
    expect(await bench.count(Mail, { personId: id, kind: 'openIdLinked', state: 'sent' })).toBe(1);
    const met = await bench.journal('linkOpenId');
    expect(met.map(({ subject, subjectId, facts }) => [subject, subjectId, facts])).toEqual([
      ['person', id, {}],
    ]);
    expect((await bench.journal('signIn')).map(({ facts }) => facts)).toEqual([
      { personId: id, by: 'openId', secondFactor: false },
      { personId: id, by: 'openId', secondFactor: false },
    ]);
  });

  test('is asked for the password of nobody: an account that was never activated signs in too', async () => {
    const { reader } = bench.house.database;
    const { id } = await reader.findOneByOrFail(Person, { email: who.financialProvider });
    await bench.house.database.write((em) => em.update(Person, { id }, { passwordHash: '' }));
    expect(
      (await bench.signIn(bench.browser(), { sub: 'sujet-2', email: who.financialProvider })).status,
    ).toBe(200);
  });

  test('signs out here and there', async () => {
    const browser = bench.browser();
    await bench.signIn(browser, camille);
    const { status, location } = await browser.open('/openid/sign-out');
    expect(status).toBe(302);
    const left = new URL(location);
    expect(left.origin).toBe(bench.provider.issuer);
    expect(left.searchParams.get('post_logout_redirect_uri')).toBe(`${HOME}/openid/signed-out`);
    expect(left.searchParams.get('id_token_hint')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect((await fetch(left)).status).toBe(200);
    expect(await nextOf(browser)).toBeUndefined();
    expect(said((await browser.open('/openid/signed-out')).html)).toMatch(/^Votre session est fermée/);
    expect((await browser.open('/openid/sign-out')).location).toBe('/openid/signed-out');
  });
});

describe('a second factor', () => {
  // oxfmt-ignore
  test.each<[string, Partial<Identity>, string, string]>([
    [who.adviser, { acr: 'eidas1', amr: ['pwd'] },        'ENROL_SECOND_FACTOR', 'the provider saw a password'],
    [who.adviser, { acr: 'eidas2', amr: ['pwd', 'otp'] }, 'DONE',                'the assurance comes with one'],
    [who.adviser, { acr: 'eidas1', amr: ['pwd', 'mfa'] }, 'DONE',                'the provider says that it saw one'],
    [who.adviser, {},                                     'ENROL_SECOND_FACTOR', 'the provider says nothing'],
  ])('%s with %j owes %s (%s)', async (email, how, expected) => {
    const browser = bench.browser();
    await bench.signIn(browser, { sub: 'sujet-caf', email, ...how });
    expect(await nextOf(browser)).toBe(expected);
  });
});

describe('whoever is not let in', () => {
  // oxfmt-ignore
  test.each<[string, Identity, string, string]>([
    ['nobody has an account at that address', { sub: 'sujet-9', email: 'personne@exemple.example' },            UNKNOWN, 'unknown'],
    ['the provider says the address is not verified', { sub: 'sujet-9', email: who.approver, email_verified: false }, UNKNOWN, 'unknown'],
  ])('%s: a sentence, and no account is made', async (_, person, sentence, why) => {
    const before = await counts();
    const { status, html } = await bench.signIn(bench.browser(), person);
    expect([status, said(html)]).toEqual([403, sentence]);
    expect(await counts()).toEqual(before);
    expect(await whyLast()).toBe(why);
  });

  test('another identity that says the address of an account which has met one; unlinked, it is met anew', async () => {
    const { status, html } = await bench.signIn(bench.browser(), { ...camille, sub: 'sujet-3' });
    expect([status, said(html)]).toEqual([
      403,
      'Votre compte Habilis est déjà lié à une autre identité de ce fournisseur. Connectez-vous par mot de passe, déliez-la, puis recommencez.',
    ]);
    expect(await whyLast()).toBe('other');
    const caller = await bench.nobody.signIn(who.declarant, DEMO_PASSWORD);
    for (const time of ['once', 'twice'])
      expect([time, await caller.ask('mutation { unlinkOpenId }')]).toEqual([time, { unlinkOpenId: true }]);
    expect(await caller.ask('{ me { openIdSince } }')).toEqual({ me: { openIdSince: null } });
    expect(await bench.journal('unlinkOpenId')).toHaveLength(1);
    expect((await bench.signIn(bench.browser(), { ...camille, sub: 'sujet-3' })).status).toBe(200);
  });

  interface Attack {
    what: string;
    why: string;
    /** What is changed of where the browser goes, of what is told of the person, and of how it comes back. */
    going?: (address: URL) => void;
    told?: (told: Record<string, unknown>) => string;
    back?: (address: URL, browser: Browser) => Promise<unknown> | void;
  }

  // oxfmt-ignore
  const attacks: Attack[] = [
    { what: 'another state',                          why: 'OAUTH_INVALID_RESPONSE',             back: ({ searchParams }) => searchParams.set('state', 'x'.repeat(43)) },
    { what: 'no state',                               why: 'OAUTH_INVALID_RESPONSE',             back: ({ searchParams }) => searchParams.delete('state') },
    { what: 'another issuer',                         why: 'OAUTH_INVALID_RESPONSE',             back: ({ searchParams }) => searchParams.set('iss', 'https://ailleurs.example') },
    { what: 'another code',                           why: 'invalid_grant',                      back: ({ searchParams }) => searchParams.set('code', 'x'.repeat(43)) },
    { what: 'another nonce',                          why: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED',  going: ({ searchParams }) => searchParams.set('nonce', 'x'.repeat(43)) },
    { what: 'another challenge',                      why: 'invalid_grant',                      going: ({ searchParams }) => searchParams.set('code_challenge', 'x'.repeat(43)) },
    { what: 'a person told under another key',        why: 'OAUTH_INVALID_RESPONSE',             told: (told) => bench.provider.signed(told, 'another') },
    { what: 'a person told by another subject',       why: 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED', told: (told) => bench.provider.signed({ ...told, sub: 'sujet-8' }) },
    { what: 'a person told to another service',       why: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED',  told: (told) => bench.provider.signed({ ...told, aud: 'ailleurs' }) },
    { what: 'a refusal of the provider',              why: 'access_denied',                      back: ({ searchParams }) => { searchParams.delete('code'); searchParams.set('error', 'access_denied'); } },
  ];

  test.each(attacks)(
    '$what: refused, journalled, and nobody is signed in',
    async ({ why, going, told, back }) => {
      bench.provider.person = bruno;
      const browser = bench.browser();
      const away = new URL((await browser.open(START)).location);
      going?.(away);
      bench.provider.forged = told;
      const returned = new URL(await bench.provider.visit(away.href));
      await back?.(returned, browser);
      const before = await counts();
      const { status, html } = await browser.open(returned.pathname + returned.search);
      expect([status, said(html)]).toEqual([400, REFUSED]);
      expect(await whyLast()).toBe(why);
      expect(await counts()).toEqual(before);
      expect(await nextOf(browser)).toBeUndefined();
    },
  );

  test('a return used again, by the same browser or with what it kept', async () => {
    bench.provider.person = bruno;
    const browser = bench.browser();
    const { location } = await browser.open(START);
    const kept = browser.cookies.get('habilis_openid')!;
    const back = pathOf(await bench.provider.visit(location));
    expect((await browser.open(back)).status).toBe(200);
    expect((await browser.open(back)).status).toBe(400);
    const thief = bench.browser();
    thief.cookies.set('habilis_openid', kept);
    expect((await thief.open(back)).status).toBe(400);
    expect(await whyLast()).toBe('invalid_grant');
  });

  test('the return of another browser, of another person’s departure, or too late', async () => {
    bench.provider.person = bruno;
    const browser = bench.browser();
    const { location } = await browser.open(START);
    const kept = browser.cookies.get('habilis_openid')!;
    const back = pathOf(await bench.provider.visit(location));
    expect((await bench.browser().open(back)).status).toBe(400);
    const other = bench.browser();
    await other.open(START);
    expect((await other.open(back)).status).toBe(400);
    const forger = bench.browser();
    forger.cookies.set('habilis_openid', `${kept.slice(0, -4)}AAAA`);
    expect((await forger.open(back)).status).toBe(400);
    bench.setNow('2026-11-05T08:30:00Z');
    expect((await browser.open(back)).status).toBe(400);
  });

  test('nobody tries for ever from one address', async () => {
    const browser = bench.browser();
    const outcomes: number[] = [];
    for (let time = 0; time < 21; time += 1) {
      await browser.open(START);
      outcomes.push((await browser.open('/openid/callback?code=x&state=x')).status);
    }
    expect(outcomes).toEqual([...Array.from({ length: 20 }, () => 400), 429]);
  });
});

test('no journal entry, log line or answer quotes an address or a subject', async () => {
  const entries = [
    ...(await bench.journal('signIn')),
    ...(await bench.journal('refuseOpenId')),
    ...(await bench.journal('linkOpenId')),
  ];
  expect(JSON.stringify([entries, bench.logged])).not.toMatch(/@|sujet/);
});
