/** A provider of identities that is down, silent, or not there at all: the password still signs in. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Door } from '../../resolvers/server.js';
import { openDoor } from '../../resolvers/server.js';
import type { IdentityProvider } from '../../src/kernel/identity-provider.js';
import { DEMO_PASSWORD } from '../../src/seed/index.js';
import { openIdentityProvider } from '../../src/tools/identity-provider.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Browser } from './browser.js';
import { openBrowser } from './browser.js';
import { HOME, START, pathOf, said } from './openid-bench.js';
import { clientSettings, openProvider } from './provider.js';

const UNAVAILABLE =
  'Le fournisseur d’identité ne répond pas. Connectez-vous par mot de passe, ou réessayez dans quelques minutes.';

let bench: Bench;
let door: Door;
beforeAll(async () => {
  bench = await openBench();
});
afterEach(() => door.close());
afterAll(() => bench.close());

/** @param timeout  seconds */
const at = (issuer: string, timeout = 60): IdentityProvider =>
  openIdentityProvider({
    issuer,
    clientId: clientSettings.OPENID_CLIENT_ID,
    clientSecret: clientSettings.OPENID_CLIENT_SECRET,
    callback: `${HOME}/openid/callback`,
    signedOut: `${HOME}/openid/signed-out`,
    log: bench.house.log,
    timeout,
  });

async function browserBefore(identityProvider: IdentityProvider | undefined): Promise<Browser> {
  door = await openDoor(
    { ...bench.house, identityProvider },
    { host: '127.0.0.1', port: 0, production: false },
  );
  return openBrowser(door.address, '192.0.2.1');
}

async function expectUnavailable(browser: Browser, path: string): Promise<void> {
  const { status, html } = await browser.open(path);
  expect([status, said(html)]).toEqual([503, UNAVAILABLE]);
}

test('down, it is said so, and the password still signs in', async () => {
  const browser = await browserBefore(at('http://127.0.0.1:1'));
  await expectUnavailable(browser, START);
  expect(await browser.signIn(who.declarant, DEMO_PASSWORD)).toBe('done');
  expect((await browser.open('/openid/sign-out')).location).toBe('/openid/signed-out');
  expect(bench.logged.filter((line) => line.includes('identityProvider'))).toHaveLength(1);
});

test('silent, it is waited for no longer than its time', async () => {
  const http = createServer(() => undefined);
  await new Promise<void>((done) => void http.listen(0, '127.0.0.1', done));
  const { port } = http.address() as AddressInfo;
  await expectUnavailable(await browserBefore(at(`http://127.0.0.1:${port}`, 1)), START);
  http.closeAllConnections();
  await new Promise((done) => http.close(done));
});

test('gone between the departure and the return, it is said so', async () => {
  const provider = await openProvider(HOME);
  const browser = await browserBefore(at(provider.issuer));
  const back = pathOf(await provider.visit((await browser.open(START)).location));
  await provider.close();
  await expectUnavailable(browser, back);
});

test('where there is none, its addresses do not exist', async () => {
  await browserBefore(undefined);
  expect((await fetch(door.address + START)).status).toBe(404);
});
