/** Nobody tries for ever, and nobody is locked out by those who do. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verify } from '@node-rs/argon2';
import { createHook } from 'node:async_hooks';
import type { Door } from '../../resolvers/server.js';
import { openDoor } from '../../resolvers/server.js';
import {
  AccessLink,
  Attempts,
  Person,
  hashPassword,
  limits,
  personOf,
  secretOf,
} from '../../src/identity/index.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { anonymous } from '../../src/rights/index.js';
import { DEMO_PASSWORD } from '../../src/seed/index.js';
import { runDue } from '../../workers/schedule.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Browser } from './browser.js';
import { SIGN_IN, openBrowser } from './browser.js';

const UNKNOWN = 'personne@exemple.example';
const ATTACKER = '198.51.100.9';

let bench: Bench;
/** Behind a proxy, which says who asks. */
let door: Door;

beforeAll(async () => {
  bench = await openBench();
  door = await openDoor(bench.house, { host: '127.0.0.1', port: 0, production: true });
});
afterAll(async () => {
  await door.close();
  await bench.close();
});

let last = 0;
const from = (address = `192.0.2.${(last += 1)}`): Browser => openBrowser(door.address, address);

/** So many wrong passwords, some at a time: what each came to. */
async function wrong(browser: Browser, email: string, times: number): Promise<Record<string, number>> {
  const met: Record<string, number> = {};
  for (let at = 0; at < times; at += 20) {
    const some = Array.from({ length: Math.min(20, times - at) }, (_, i) =>
      browser.signIn(email, `faux-${at + i}`),
    );
    for (const code of await Promise.all(some)) met[code] = (met[code] ?? 0) + 1;
  }
  return met;
}

const refusals = async (): Promise<JournalEntry[]> =>
  bench.house.database.reader.find(JournalEntry, {
    where: { action: 'refuseAttempts' },
    order: { sequence: 'ASC' },
  });

const personAt = (email: string) => bench.house.database.reader.findOneByOrFail(Person, { email });

const CHOSEN = 'x7Kq!vB2#nTz';
const FORGOT = 'mutation ($email: String!) { forgotPassword(email: $email) }';

/** The secret of the link that was sent to that person. */
async function linkOf(email: string): Promise<string> {
  const { id: personId } = await personAt(email);
  const link = await bench.house.database.reader.findOneByOrFail(AccessLink, { personId });
  return secretOf(bench.house, link);
}

describe('two hundred wrong passwords', () => {
  const home = () => browsers.home;
  const browsers = {} as { home: Browser };

  test('are refused, all but ten without being looked at, and journalled once with no address', async () => {
    browsers.home = from();
    expect(await home().signIn(who.approver, DEMO_PASSWORD)).toBe('done');
    expect(await wrong(from(ATTACKER), who.approver, 200)).toEqual({
      SIGN_IN_REFUSED: 10,
      TOO_MANY_ATTEMPTS: 190,
    });
    const entries = await refusals();
    expect(entries.map(({ chain, subject, facts }) => [chain, subject, facts])).toEqual([
      ['000', 'person', { limit: 'account', until: '2026-11-05T08:16:00.000Z' }],
    ]);
    expect(entries[0]!.subjectId).toBe((await personAt(who.approver)).id);
    expect(JSON.stringify(entries)).not.toMatch(/@|198\.51/);
  });

  test('tell when to try again, and what to do meanwhile', async () => {
    const { errors } = await from(ATTACKER).ask(SIGN_IN, { email: who.approver, password: DEMO_PASSWORD });
    expect(errors).toEqual([
      {
        message:
          'Trop d’essais. Recommencez à partir du 5 novembre 2026 à 09:16 (heure de Paris), ou choisissez un autre mot de passe par « mot de passe oublié ».',
        path: ['signIn'],
        extensions: { code: 'TOO_MANY_ATTEMPTS', facts: { until: '2026-11-05T08:16:00.000Z' } },
      },
    ]);
  });

  test('on an account that does not exist come to the same', async () => {
    expect(await wrong(from(), UNKNOWN, 40)).toEqual({ SIGN_IN_REFUSED: 10, TOO_MANY_ATTEMPTS: 30 });
    const [, second, ...more] = await refusals();
    expect([second!.subject, second!.facts.limit, more]).toEqual(['attempts', 'account', []]);
  });

  test('do not keep the person out: their own browser gets in', async () => {
    expect(await home().signIn(who.approver, DEMO_PASSWORD)).toBe('done');
    expect(await home().signIn(who.declarant, DEMO_PASSWORD)).toBe('done');
    expect(await home().signIn(who.approver, DEMO_PASSWORD)).toBe('done');
  });

  test('nor from a new browser: « mot de passe oublié » lets them in, while the others stay out', async () => {
    const phone = from();
    expect(await phone.signIn(who.approver, DEMO_PASSWORD)).toBe('TOO_MANY_ATTEMPTS');
    expect(await phone.codeOf(FORGOT, { email: who.approver })).toBe('done');
    await bench.work();
    expect(await phone.setPassword(await linkOf(who.approver), CHOSEN)).toBe('done');
    expect((await wrong(from(ATTACKER), who.approver, 20)).TOO_MANY_ATTEMPTS).toBe(10);
    expect(await phone.signIn(who.approver, CHOSEN)).toBe('done');
  });

  test('from a browser that signed in before are counted apart, and refused too', async () => {
    expect(await wrong(home(), who.declarant, 12)).toEqual({ SIGN_IN_REFUSED: 10, TOO_MANY_ATTEMPTS: 2 });
    expect(await from().signIn(who.declarant, DEMO_PASSWORD)).toBe('done');
    expect(await home().signIn(who.declarant, DEMO_PASSWORD)).toBe('TOO_MANY_ATTEMPTS');
  });

  test('as the refusal says, a link lets that browser in again', async () => {
    expect(await home().codeOf(FORGOT, { email: who.declarant })).toBe('done');
    await bench.work();
    expect(await home().setPassword(await linkOf(who.declarant), CHOSEN)).toBe('done');
    expect(await home().signIn(who.declarant, CHOSEN)).toBe('done');
  });

  test('are forgotten a quarter of an hour later', async () => {
    expect(await bench.count(Attempts)).toBeGreaterThan(3);
    bench.setNow('2026-11-05T08:17:00Z');
    expect(await home().signIn(who.declarant, CHOSEN)).toBe('done');
    await runDue(bench.house);
    expect((await bench.house.database.reader.find(Attempts)).map(({ counted }) => counted)).toEqual(
      expect.not.arrayContaining(['account', 'address']),
    );
  });
});

test('what is right is not counted: anybody signs in as often as they like', async () => {
  const browser = from();
  for (let at = 0; at <= limits.account.most; at += 1) {
    browser.cookies.clear();
    expect(await browser.signIn(who.otherApprover, DEMO_PASSWORD)).toBe('done');
  }
});

describe('a network address', () => {
  const office = '203.0.113.5';

  test('is refused after a hundred wrong passwords, whatever the accounts; not those who signed in there before', async () => {
    const regular = from(office);
    expect(await regular.signIn(who.adviser, DEMO_PASSWORD)).toBe('done');
    const met: string[] = [];
    for (let at = 0; at < 11; at += 1) {
      const codes = await wrong(from(office), `personne${at}@exemple.example`, 10);
      met.push(
        Object.entries(codes)
          .map(([code, times]) => `${times} ${code}`)
          .join(),
      );
    }
    expect(met).toEqual([...Array.from({ length: 10 }, () => '10 SIGN_IN_REFUSED'), '10 TOO_MANY_ATTEMPTS']);
    expect(await from(office).signIn(who.otherAdviser, DEMO_PASSWORD)).toBe('TOO_MANY_ATTEMPTS');
    expect(await regular.signIn(who.adviser, DEMO_PASSWORD)).toBe('done');
    expect(await from('203.0.113.6').signIn(who.otherAdviser, DEMO_PASSWORD)).toBe('done');
    const { facts, subject } = (await refusals()).at(-1)!;
    expect([subject, facts.limit]).toEqual(['attempts', 'address']);
  });

  test('asks for a hundred links an hour; a browser that is known still may', async () => {
    const email = who.homeCareApprover;
    const known = from(office);
    known.cookies.set('habilis_devices', '');
    const forgot = (browser: Browser, to: string) => browser.codeOf(FORGOT, { email: to });
    const elsewhere = from();
    expect(await elsewhere.signIn(email, DEMO_PASSWORD)).toBe('done');
    known.cookies.set('habilis_devices', elsewhere.cookies.get('habilis_devices')!);
    const many = from(office);
    for (let at = 0; at < limits.links.most; at += 20)
      await Promise.all(Array.from({ length: 20 }, (_, i) => forgot(many, `a${at + i}@exemple.example`)));
    expect(await forgot(many, email)).toBe('TOO_MANY_ATTEMPTS');
    expect(await forgot(known, email)).toBe('done');
  });

  test('is journalled once for requests with many credentials, were they too long to be read', async () => {
    const aliases = (count: number) =>
      Array.from({ length: count }, (_, at) => `a${at}: signIn(email: "x", password: "y") { token }`).join(
        ' ',
      );
    const before = (await refusals()).length;
    const browser = from();
    expect(await browser.codeOf(`mutation { ${aliases(2)} }`)).toBe('ONE_CREDENTIAL_ONLY');
    await browser.ask(`mutation { ${aliases(1_000)} }`);
    await from().ask(`mutation { ${aliases(1_000)} }`);
    expect((await refusals()).slice(before).map(({ facts }) => facts.limit)).toEqual(['flood', 'flood']);
  });
});

test('one’s own password is not guessed from an open session', async () => {
  const browser = from();
  expect(await browser.signIn(who.otherCaf, DEMO_PASSWORD)).toBe('done');
  const change = (current: string) =>
    browser.codeOf(
      'mutation ($current: String!, $password: String!) { changePassword(current: $current, password: $password) }',
      { current, password: 'x7Kq!vB2#nTz' },
    );
  const codes = [];
  for (let at = 0; at <= limits.own.most; at += 1) codes.push(await change(`faux-${at}`));
  expect([codes.filter((code) => code === 'PASSWORD_WRONG').length, codes.at(-1)]).toEqual([
    10,
    'TOO_MANY_ATTEMPTS',
  ]);
  expect(await change(DEMO_PASSWORD)).toBe('TOO_MANY_ATTEMPTS');
});

describe('an answer takes as long whatever there is to compare: one computation of argon2', () => {
  /** Computations handed to the thread pool meanwhile: the engine gives no other work of that kind. */
  async function computations(work: () => Promise<unknown>): Promise<number> {
    let met = 0;
    const hook = createHook({
      init(_id, type) {
        if (type === undefined || type === 'undefined') met += 1;
      },
    }).enable();
    await work();
    hook.disable();
    return met;
  }

  test('the measure sees one', async () => {
    const hash = await hashPassword('un');
    expect(await computations(() => verify(hash, 'deux'))).toBe(1);
  });

  test.each([
    ['an account without a password', 'elsa.vidal@pirouette.example', 'faux'],
    ['no account', UNKNOWN, 'faux'],
    ['a wrong password', who.financialProvider, 'faux'],
    ['a text that nobody could have chosen', who.financialProvider, 'x'.repeat(100_000)],
    ['the right one', who.financialProvider, DEMO_PASSWORD],
  ])('%s', async (_, email, password) => {
    const named = { civility: 'Madame', firstName: 'Elsa', lastName: 'Vidal' } as const;
    await anonymous(bench.house).transaction((ctx) =>
      personOf(ctx, { ...named, email: 'elsa.vidal@pirouette.example' }),
    );
    const browser = from();
    expect(await computations(() => browser.signIn(email, password))).toBe(1);
  });
});
