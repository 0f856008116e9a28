/** A whole application in front of a real provider of identities, as it runs for real people. */
import type { Door } from '../../resolvers/server.js';
import { openDoor } from '../../resolvers/server.js';
import type { House } from '../../src/kernel/context.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { openIdentityProvider } from '../../src/tools/identity-provider.js';
import type { Bench } from '../bench.js';
import { openBench } from '../bench.js';
import type { Browser } from './browser.js';
import { openBrowser } from './browser.js';
import type { Identity, ProviderOfTest } from './provider.js';
import { clientSettings, openProvider } from './provider.js';

/** The public address of the service; the tests find it at another. */
export const HOME = 'https://habilis.caf.example';
export const START = '/openid/start';

export const pathOf = (address: string): string => address.replace(HOME, '');

export interface OpenIdBench extends Bench {
  provider: ProviderOfTest;
  /** Where the Caf's people need a second factor. */
  door: Door;
  browser(): Browser;
  /** Leaves for the provider as that person, and comes back. */
  signIn(browser: Browser, person: Identity): ReturnType<Browser['open']>;
  /** Of the accounts, the entries of that action. */
  journal(action: string): Promise<JournalEntry[]>;
}

export async function openOpenIdBench(): Promise<OpenIdBench> {
  const provider = await openProvider(HOME);
  const settings = { PUBLIC_URL: HOME, OPENID_ISSUER: provider.issuer, ...clientSettings };
  const bench = await openBench('2026-11-05T08:00:00Z', settings);
  const identityProvider = openIdentityProvider({
    issuer: bench.house.identityProvider!.issuer,
    clientId: clientSettings.OPENID_CLIENT_ID,
    clientSecret: clientSettings.OPENID_CLIENT_SECRET,
    callback: `${HOME}/openid/callback`,
    signedOut: `${HOME}/openid/signed-out`,
    log: bench.house.log,
    // A machine kept busy by other tests answers late.
    timeout: 60,
  });
  const real: House = { ...bench.house, production: true, identityProvider };
  const door = await openDoor(real, { host: '127.0.0.1', port: 0, production: true });
  let last = 0;
  return {
    ...bench,
    provider,
    door,
    browser: () => openBrowser(door.address, `192.0.2.${(last += 1)}`),
    async signIn(browser, person) {
      provider.person = person;
      const { location } = await browser.open(START);
      return browser.open(pathOf(await provider.visit(location)));
    },
    journal: (action) =>
      bench.house.database.reader.find(JournalEntry, {
        where: { chain: '000', action },
        order: { sequence: 'ASC' },
      }),
    async close() {
      await door.close();
      await bench.close();
      await provider.close();
    },
  };
}

/** The sentence of the page. */
export const said = (html: string): string =>
  (/<p class="(?:done|refused)">([^<]*)</.exec(html)?.[1] ?? '').replaceAll(/[\u00a0\u202f]/g, ' ');

export const nextOf = async (browser: Browser): Promise<unknown> =>
  ((await browser.ask('{ me { next } }')).data?.me as { next: string } | null)?.next;
