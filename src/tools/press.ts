/** One running Chromium: kept away from the network, printing on the pages it keeps warm. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';

export interface PressOptions {
  executablePath: string;
  /** Chromium refuses to run as root inside its sandbox. Default: only root goes without. */
  noSandbox?: boolean;
  /** Milliseconds that Chromium may take to start, or to answer at all. */
  deadline: number;
  /** Where each start of Chromium makes its own profile, removed with it. Default: the system's temporary folder. */
  profileFolder?: string;
}

export interface Press {
  /** @param sheets  how many the document has: a page that has printed many is replaced */
  print: (html: string, sheets: number) => Promise<Uint8Array>;
  /** Kills it with its whole process group; safe to call twice. */
  stop: () => Promise<void>;
}

/** Beside what Puppeteer already turns off: nothing leaves on its own, and no name or address resolves. */
const args = [
  '--user-agent=Habilis',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-gpu',
  '--no-pings',
  '--no-proxy-server',
  '--host-resolver-rules=MAP * ~NOTFOUND',
];

/** Pixels of the window: by its width a document knows that it is not on paper yet. */
export const WIDER_THAN_PAPER = 3_000;

/** A page leaks what it has printed, some fifty megabytes for a thousand sheets. */
const MOST_SHEETS = 500;

/** A page, and the sheets it has printed. */
interface Warm {
  page: Page;
  sheets: number;
}

export async function startPress(options: PressOptions, died: () => void): Promise<Press> {
  const { executablePath, noSandbox, deadline, profileFolder } = options;
  const profile = await mkdtemp(join(profileFolder ?? tmpdir(), 'chromium-'));
  const sandbox = !(noSandbox ?? process.getuid?.() === 0);
  // Loaded at the first print: a house that prints nothing starts a second sooner.
  const { launch } = await import('puppeteer');
  const browser = await launch({
    executablePath,
    userDataDir: profile,
    args: sandbox ? args : [...args, '--no-sandbox'],
    // A pipe and not a port: nobody else can drive this Chromium, and it ends when this process does.
    pipe: true,
    // The service's own environment, and the secrets in it, stay with the service.
    env: { HOME: profile, PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', TZ: 'UTC' },
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    timeout: deadline,
    protocolTimeout: deadline,
  }).catch(async (cause: unknown) => {
    await erase(profile);
    throw cause;
  });
  browser.once('disconnected', died);

  const idle: Warm[] = [];
  let stopping: Promise<void> | undefined;
  return {
    print: async (html, sheets) => {
      const { page, sheets: before } = idle.pop() ?? {
        page: await isolatedPage(browser, deadline),
        sheets: 0,
      };
      const printed = await printOn(page, html);
      if (before + sheets < MOST_SHEETS) idle.push({ page, sheets: before + sheets });
      else await page.close();
      return printed;
    },
    stop: () => (stopping ??= kill(browser).then(() => erase(profile))),
  };
}

async function isolatedPage(browser: Browser, deadline: number): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(deadline);
  await page.setJavaScriptEnabled(false);
  await page.setOfflineMode(true);
  await page.setRequestInterception(true);
  await page.setViewport({ width: WIDER_THAN_PAPER, height: 100 });
  page.on('request', (request) => {
    const settled = request.url().startsWith('data:') ? request.continue() : request.abort();
    // A page that closes meanwhile needs no answer any more.
    settled.catch(() => undefined);
  });
  return page;
}

async function printOn(page: Page, html: string): Promise<Uint8Array> {
  await page.setContent(html, { waitUntil: 'load' });
  // A typeface is read once a text shows it, and on the screen none does.
  await page.$eval('html', async ({ ownerDocument: { fonts } }) => {
    await Promise.all([...fonts].map((face) => face.load()));
  });
  const pdf = await page.pdf({
    format: 'A4',
    preferCSSPageSize: true,
    printBackground: true,
    tagged: true,
    outline: true,
    waitForFonts: false,
  });
  // A refresh that was refused leaves an empty page behind.
  if (page.url() !== 'about:blank') throw new Error('The document left for another address.');
  return pdf;
}

async function kill(browser: Browser): Promise<void> {
  const chromium = browser.process();
  if (!chromium?.pid) return;
  const ended =
    chromium.exitCode === null && chromium.signalCode === null ? once(chromium, 'exit') : undefined;
  try {
    process.kill(-chromium.pid, 'SIGKILL');
  } catch {
    // Nothing is left of the group.
  }
  await ended;
}

/** Dying processes may still be writing there; a folder left behind is not worth a document. */
const erase = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => undefined);
