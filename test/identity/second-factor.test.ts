/** The second factor: chosen, shown at each sign-in, given up; obligatory for the Caf's people where they are real. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { Person, RecoveryCode, SecondFactor } from '../../src/identity/index.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { DEMO_PASSWORD } from '../../src/seed/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller } from '../caller.js';
import { codeOf } from '../caller.js';
import type { Browser } from './browser.js';
import type { SmtpServer } from '../mail/smtp.js';
import { openSmtpServer } from '../mail/smtp.js';
import { openBrowser } from './browser.js';

/** As it runs for real people. */
const PRODUCTION = {
  NODE_ENV: 'production',
  HABILIS_SECRET: 'un secret de trente-deux caractères',
  SEAL_KEY: 'A'.repeat(43),
  MAIL_FROM: 'ne-pas-repondre@caf.example',
  PUBLIC_URL: 'https://habilis.caf.example',
  DIRECTORY_URL: 'http://127.0.0.1:1',
};

let bench: Bench;
let post: SmtpServer;
beforeAll(async () => {
  post = await openSmtpServer();
  bench = await openBench('2026-11-05T08:00:00Z', { ...PRODUCTION, SMTP_URL: post.url });
});
afterAll(async () => {
  await bench.close();
  await post.close();
});

interface Enrolment {
  secret: string;
  uri: string;
  qrSvg: string;
}

const ENROL = 'mutation { enrolSecondFactor { secret uri qrSvg } }';
const CONFIRM = 'mutation ($code: String!) { confirmSecondFactor(code: $code) }';
const PROVE = 'mutation ($code: String!) { proveSecondFactor(code: $code) { next habilitations { role } } }';
const RENEW =
  'mutation ($password: String!, $code: String!) { renewRecoveryCodes(password: $password, code: $code) }';
const DISABLE =
  'mutation ($password: String!, $code: String!) { disableSecondFactor(password: $password, code: $code) }';

/** What the device shows, so many times thirty seconds from now. */
const shown = (secret: string, periods = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: bench.house.clock().getTime() + periods * 30_000,
  });

/** The hour at which a device shows the next code. */
let hour = Date.parse('2026-11-05T08:00:05Z');
const nextCode = () => bench.setNow(new Date((hour += 30_000)).toISOString());

const enrol = async (caller: Caller): Promise<Enrolment> =>
  (await caller.ask<{ enrolSecondFactor: Enrolment }>(ENROL)).enrolSecondFactor;

async function protect(caller: Caller): Promise<{ secret: string; codes: string[] }> {
  const { secret } = await enrol(caller);
  const { confirmSecondFactor } = await caller.ask<{ confirmSecondFactor: string[] }>(CONFIRM, {
    code: shown(secret),
  });
  nextCode();
  return { secret, codes: confirmSecondFactor };
}

const signIn = (email: string): Promise<Caller> => bench.nobody.signIn(email, DEMO_PASSWORD);

const nextOf = async (caller: Caller): Promise<string | undefined> =>
  (await caller.ask<{ me: { next: string } | null }>('{ me { next } }')).me?.next;

const prove = (caller: Caller, code: string): Promise<string> => codeOf(caller.ask(PROVE, { code }));

const holds = async (caller: Caller): Promise<number> =>
  (await caller.ask<{ me: { habilitations: unknown[] } }>('{ me { habilitations { role } } }')).me
    .habilitations.length;

/** The subjects of the letters that this person got since the last time. */
const told = async (email: string): Promise<(string | undefined)[]> => {
  await bench.work();
  const theirs = post.letters.splice(0).filter(({ recipients }) => recipients.join() === email);
  return theirs.map(({ subject }) => subject);
};

const actionsOf = async (email: string): Promise<string[]> => {
  const { reader } = bench.house.database;
  const { id: subjectId } = await reader.findOneByOrFail(Person, { email });
  const where = { chain: '000', subjectId };
  const entries = await reader.find(JournalEntry, { where, order: { sequence: 'ASC' } });
  return entries.map(({ action }) => action);
};

describe('a person of a partner', () => {
  let secret: string;
  let codes: string[];
  let before: Caller;

  test('chooses one: it protects nothing until its first code is given', async () => {
    const caller = await signIn(who.approver);
    before = await signIn(who.approver);
    const enrolment = await enrol(caller);
    expect(enrolment.uri).toMatch(/^otpauth:\/\/totp\/Habilis:.*[?&]issuer=Habilis/);
    expect(enrolment.uri).toContain(`secret=${enrolment.secret}`);
    expect(enrolment.qrSvg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(await nextOf(await signIn(who.approver))).toBe('DONE');
    expect(await codeOf(caller.ask(CONFIRM, { code: shown(enrolment.secret, 5) }))).toBe('CODE_WRONG');
    ({ secret, codes } = await protect(caller));
    expect(secret).not.toBe(enrolment.secret);
    expect(await nextOf(caller)).toBe('DONE');
    expect(await codeOf(caller.ask(ENROL))).toBe('SECOND_FACTOR_ACTIVE');
    expect(await actionsOf(who.approver)).toEqual([
      'enrolSecondFactor',
      'enrolSecondFactor',
      'confirmSecondFactor',
    ]);
    expect(await told(who.approver)).toEqual(['Un second facteur protège votre compte Habilis']);
  });

  test('is shown ten recovery codes, once; neither they nor the secret can be read in the database', async () => {
    expect(codes).toHaveLength(10);
    expect(codes.filter((code) => !/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/.test(code))).toEqual(
      [],
    );
    const { reader } = bench.house.database;
    const kept = JSON.stringify([await reader.find(SecondFactor), await reader.find(RecoveryCode)]);
    for (const code of [...codes, ...codes.map((code) => code.replaceAll('-', '')), secret])
      expect(kept).not.toContain(code);
  });

  test('signs in with a code more: until then the session is nobody’s, in every door', async () => {
    const caller = await signIn(who.approver);
    expect([await nextOf(caller), await nextOf(before)]).toEqual(['SECOND_FACTOR', 'SECOND_FACTOR']);
    expect(await holds(caller)).toBe(0);
    expect(
      await caller.ask('{ declarations { totalCount } structures { totalCount } me { sessions { id } } }'),
    ).toEqual({
      declarations: { totalCount: 0 },
      structures: { totalCount: 0 },
      me: { sessions: [] },
    });
    const change = 'mutation { changePassword(current: "habilis-demonstration", password: "x7Kq!vB2#nTz") }';
    const others = [ENROL, change, 'mutation { revokeSession(id: "x") }'];
    for (const query of others)
      expect([query, await codeOf(caller.ask(query))]).toEqual([query, 'NOT_FOUND']);
    expect(await codeOf(caller.ask(DISABLE, { password: DEMO_PASSWORD, code: shown(secret) }))).toBe(
      'NOT_FOUND',
    );
    expect(await codeOf(caller.get('/declarations/x/report'))).toBe('NOT_FOUND');

    const { proveSecondFactor } = await caller.ask<{ proveSecondFactor: unknown }>(PROVE, {
      code: shown(secret),
    });
    expect(proveSecondFactor).toEqual({ next: 'DONE', habilitations: [{ role: 'APPROVER' }] });
    expect(await nextOf(before)).toBe('SECOND_FACTOR');
    expect(await prove(caller, shown(secret))).toBe('NOT_FOUND');
  });

  test('cannot use a code twice, were it at once', async () => {
    nextCode();
    const callers = await Promise.all(Array.from({ length: 4 }, () => signIn(who.approver)));
    const code = shown(secret);
    const outcomes = await Promise.all(callers.map((caller) => prove(caller, code)));
    expect(outcomes.toSorted()).toEqual(['CODE_WRONG', 'CODE_WRONG', 'CODE_WRONG', 'done']);
    bench.setNow(new Date((hour += 16 * 60_000)).toISOString());
  });

  // oxfmt-ignore
  test.each<[number, string, string]>([
    [-2, 'CODE_WRONG', 'passed a while ago'],
    [ 2, 'CODE_WRONG', 'of a device far ahead'],
    [-1, 'done',       'just passed'],
    [ 0, 'done',       'shown now'],
    [ 1, 'done',       'of a device half a minute ahead'],
    [ 0, 'CODE_WRONG', 'older than one that served'],
  ])('%i: the code is taken or not: %s (%s)', async (periods, expected) => {
    // A slow machine does not make a code older.
    bench.setNow(new Date(hour).toISOString());
    expect(await prove(await signIn(who.approver), shown(secret, periods))).toBe(expected);
  });

  test('uses a recovery code once, however it is copied, and it is theirs alone', async () => {
    const [first, second] = codes as [string, string];
    const caller = await signIn(who.approver);
    expect(await prove(caller, ` ${first.toUpperCase().replaceAll('-', ' ')}`)).toBe('done');
    expect(await caller.ask('{ me { secondFactor { active since recoveryCodesLeft } } }')).toEqual({
      me: {
        secondFactor: {
          active: true,
          since: expect.stringMatching(/^2026-11-05T08:00/),
          recoveryCodesLeft: 9,
        },
      },
    });
    expect(await told(who.approver)).toEqual(['Un code de secours de votre compte Habilis a servi']);
    expect(await prove(await signIn(who.approver), first)).toBe('CODE_WRONG');
    await protect(await signIn(who.otherApprover));
    expect(await prove(await signIn(who.otherApprover), second)).toBe('CODE_WRONG');
  });

  test('has new recovery codes by the password and a code; those before are void', async () => {
    bench.setNow(new Date((hour += 16 * 60_000)).toISOString());
    const caller = await signIn(who.approver);
    expect(await prove(caller, codes[4]!)).toBe('done');
    expect(await codeOf(caller.ask(RENEW, { password: 'faux', code: codes[5] }))).toBe('PASSWORD_WRONG');
    expect(await codeOf(caller.ask(RENEW, { password: DEMO_PASSWORD, code: '000000' }))).toBe('CODE_WRONG');
    const proofs = { password: DEMO_PASSWORD, code: codes[5] };
    const { renewRecoveryCodes } = await caller.ask<{ renewRecoveryCodes: string[] }>(RENEW, proofs);
    expect(renewRecoveryCodes).toHaveLength(10);
    expect(await prove(await signIn(who.approver), codes[6]!)).toBe('CODE_WRONG');
    codes = renewRecoveryCodes;
    expect((await actionsOf(who.approver)).at(-1)).toBe('renewRecoveryCodes');
  });

  test('gives it up with the password and a code, and is then asked for no more', async () => {
    bench.setNow(new Date((hour += 16 * 60_000)).toISOString());
    const caller = await signIn(who.approver);
    expect(await prove(caller, codes[2]!)).toBe('done');
    const disable = (password: string, code: string) => codeOf(caller.ask(DISABLE, { password, code }));
    expect(await disable('faux', codes[3]!)).toBe('PASSWORD_WRONG');
    expect(await disable(DEMO_PASSWORD, codes[2]!)).toBe('CODE_WRONG');
    expect(await disable(DEMO_PASSWORD, codes[3]!)).toBe('done');
    expect(await caller.ask('{ me { next secondFactor { active recoveryCodesLeft } } }')).toEqual({
      me: { next: 'DONE', secondFactor: { active: false, recoveryCodesLeft: 0 } },
    });
    expect(await nextOf(await signIn(who.approver))).toBe('DONE');
    expect((await actionsOf(who.approver)).at(-1)).toBe('disableSecondFactor');
    expect((await told(who.approver)).at(-1)).toBe('Le second facteur de votre compte Habilis est désactivé');
    await protect(await signIn(who.approver));
    expect(await told(who.approver)).toEqual(['Un second facteur protège votre compte Habilis']);
  });
});

test('codes are not guessed, and whoever guesses does not keep the person out', async () => {
  const { secret } = await protect(await signIn(who.declarant));
  const open = async (browser: Browser) => {
    expect(await browser.signIn(who.declarant, DEMO_PASSWORD)).toBe('done');
    return browser;
  };
  const home = await open(openBrowser(bench.address, '192.0.2.1'));
  expect(home.cookies.has('habilis_devices')).toBe(false);
  expect(await home.codeOf(PROVE, { code: shown(secret) })).toBe('done');
  expect(home.cookies.has('habilis_devices')).toBe(true);
  nextCode();

  const thief = await open(openBrowser(bench.address, '198.51.100.9'));
  const guesses = [];
  for (let at = 0; at < 6; at += 1) guesses.push(await thief.codeOf(PROVE, { code: '000000' }));
  expect(guesses).toEqual([...Array.from({ length: 5 }, () => 'CODE_WRONG'), 'TOO_MANY_ATTEMPTS']);
  expect(await thief.codeOf(PROVE, { code: shown(secret) })).toBe('TOO_MANY_ATTEMPTS');
  expect(await (await open(home)).codeOf(PROVE, { code: shown(secret) })).toBe('done');
  expect(await actionsOf(who.declarant)).toContain('refuseAttempts');
});

describe('a person of the Caf', () => {
  test.each([who.adviser, who.conventionOfficer])('%s chooses one before anything else', async (email) => {
    const caller = await signIn(email);
    expect([await nextOf(caller), await holds(caller)]).toEqual(['ENROL_SECOND_FACTOR', 0]);
    expect(await caller.ask('{ structures { totalCount } }')).toEqual({ structures: { totalCount: 0 } });
    const { secret } = await protect(caller);
    expect([await nextOf(caller), await holds(caller)]).toEqual(['DONE', 1]);
    const again = await signIn(email);
    expect(await nextOf(again)).toBe('SECOND_FACTOR');
    expect(await prove(again, shown(secret))).toBe('done');
    nextCode();
    expect(await codeOf(again.ask(DISABLE, { password: DEMO_PASSWORD, code: shown(secret) }))).toBe('done');
    expect([await nextOf(again), await nextOf(caller)]).toEqual([
      'ENROL_SECOND_FACTOR',
      'ENROL_SECOND_FACTOR',
    ]);
  });
});
