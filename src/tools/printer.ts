/** Prints documents with one warm Chromium, kept away from the network, restarted when it dies or hangs. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { PrintFailed, type Printer } from '../kernel/printer.js';
import { fontSheetFor } from './fonts.js';

export interface PrinterOptions {
  executablePath: string;
  /** Chromium refuses to run as root inside its sandbox. Default: only root goes without. */
  noSandbox?: boolean;
  /** Milliseconds one attempt may take, start of Chromium included. Default: 30 seconds. */
  deadline?: number;
  /** Where each start of Chromium makes its own profile, removed with it. Default: the system's temporary folder. */
  profileFolder?: string;
}

/** Pages printing at once; further documents wait their turn. */
const places = 2;

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

/** One running Chromium. */
interface Press {
  print: (document: string) => Promise<Uint8Array>;
  /** Kills it with its whole process group; safe to call twice. */
  stop: () => Promise<void>;
}

/** Opens a printer; Chromium starts with the first document and stays for the next ones. */
export function openPrinter(options: PrinterOptions): Printer {
  const takeTurn = turnstile(places);
  const deadline = options.deadline ?? 30_000;
  let press: Promise<Press> | undefined;
  let closed = false;

  const drop = async (dead: Promise<Press>): Promise<void> => {
    if (press === dead) press = undefined;
    await dead.then(
      ({ stop }) => stop(),
      () => undefined,
    );
  };
  const warmPress = (): Promise<Press> => {
    if (closed) throw new PrintFailed('The printer is closed.');
    if (!press) {
      const started = startPress({ ...options, deadline }, () => void drop(started));
      press = started;
    }
    return press;
  };
  const attempt = async (document: string): Promise<Uint8Array> => {
    const current = warmPress();
    try {
      return await within(
        deadline,
        current.then(({ print }) => print(document)),
      );
    } catch (cause) {
      await drop(current);
      throw new PrintFailed('Chromium could not print the document.', { cause });
    }
  };

  return {
    print: (html) =>
      takeTurn(async () => {
        const document = withFonts(html);
        const pdf = await attempt(document).catch(() => attempt(document));
        return reproducible(pdf, dateOf(html));
      }),
    close: async () => {
      closed = true;
      if (press) await drop(press);
    },
  };
}

async function startPress(
  { executablePath, noSandbox, deadline, profileFolder }: PrinterOptions & { deadline: number },
  died: () => void,
): Promise<Press> {
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

  const idle: Page[] = [];
  let stopping: Promise<void> | undefined;
  return {
    print: async (document) => {
      const page = idle.pop() ?? (await isolatedPage(browser, deadline));
      const pdf = await printOn(page, document);
      idle.push(page);
      return pdf;
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
  page.on('request', (request) => {
    const settled = request.url().startsWith('data:') ? request.continue() : request.abort();
    // A page that closes meanwhile needs no answer any more.
    settled.catch(() => undefined);
  });
  return page;
}

async function printOn(page: Page, document: string): Promise<Uint8Array> {
  await page.setContent(document, { waitUntil: 'load' });
  const pdf = await page.pdf({
    format: 'A4',
    preferCSSPageSize: true,
    printBackground: true,
    tagged: true,
    outline: true,
    waitForFonts: true,
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

const withFonts = (html: string): string => {
  const head = /<head(\s[^>]*)?>/i.exec(html);
  if (!head) throw new PrintFailed('The document has no <head>.');
  const at = head.index + head[0].length;
  return `${html.slice(0, at)}<style>${fontSheetFor(html)}</style>${html.slice(at)}`;
};

const epoch = '2000-01-01T00:00:00.000Z';

const dateOf = (html: string): string =>
  /<meta name="date" content="(\d{4}-\d\d-\d\dT[\d:.]+Z)">/.exec(html)?.[1] ?? epoch;

/**
 * Replaces what Chromium writes differently at each print, at equal length so that offsets stay true: the two
 * dates, and the names of table headers, which count the nodes it has seen since it started.
 *
 * @param at  ISO instant that the PDF gives as its date
 */
const reproducible = (pdf: Uint8Array, at: string): Buffer => {
  const date = new Date(at).toISOString().replace(/\D/g, '').slice(0, 14);
  const text = Buffer.from(pdf).toString('latin1');
  const dated = text.replace(/\/(CreationDate|ModDate) \(D:\d{14}/g, `/$1 (D:${date}`);
  return Buffer.from(renumbered(dated), 'latin1');
};

const nodeName = /\(node\d{8}\)/g;
const nodeIndex = /\/Limits \[\(node\d{8}\) \(node\d{8}\)\]\s\/Names \[([^\]]*)\]/;

/** Numbers the nodes as they appear, then puts their index (`(node00000001) 26 0 R …`) back in order. */
const renumbered = (text: string): string => {
  const ranks = new Map<string, string>();
  const named = text.replace(nodeName, (node) => {
    const rank = ranks.get(node) ?? `(node${String(ranks.size + 1).padStart(8, '0')})`;
    ranks.set(node, rank);
    return rank;
  });
  return named.replace(nodeIndex, (_, entries: string) => {
    const sorted = (entries.match(/\(node\d{8}\) \d+ 0 R/g) ?? []).toSorted();
    const names = sorted.map((entry) => entry.slice(0, '(node00000001)'.length));
    return `/Limits [${names.at(0)} ${names.at(-1)}]\n/Names [${sorted.join(' ')}]`;
  });
};

const within = async <T>(milliseconds: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Not done within ${milliseconds} ms.`)), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

/** Lets that many pieces of work through at once, the others in the order they came. */
const turnstile = (free: number) => {
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
};
