/** Prints documents with one warm Chromium, kept away from the network, restarted when it dies or hangs. */
import { PrintFailed, PrinterDown, type Printer } from '../kernel/printer.js';
import { openCutter } from './cutter/index.js';
import { fontSheetFor } from './fonts.js';
import type { Press, PressOptions } from './press.js';
import { startPress, WIDER_THAN_PAPER } from './press.js';

export interface PrinterOptions extends Omit<PressOptions, 'deadline'> {
  /** Milliseconds one attempt may take, start of Chromium included. Default: 30 seconds. */
  deadline?: number;
}

/** Pages printing at once; further documents wait their turn. */
const places = 2;

/** Milliseconds that each sheet of a lot adds to the deadline. */
const forASheet = 500;

/** Opens a printer; Chromium starts with the first document and stays for the next ones. */
export function openPrinter(options: PrinterOptions): Printer {
  const takeTurn = turnstile(places);
  const deadline = options.deadline ?? 30_000;
  const cutter = openCutter();
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
  const attempt = async (document: string, sheets: number): Promise<Uint8Array> => {
    const current = warmPress();
    try {
      return await within(
        deadline + forASheet * sheets,
        current.then(({ print }) => print(document, sheets)),
      );
    } catch (cause) {
      await drop(current);
      throw new PrintFailed('Chromium could not print the document.', { cause });
    }
  };

  /** A document that fails where an empty page is printed is itself at fault; otherwise nothing prints for now. */
  const blame = async (failure: unknown): Promise<never> => {
    if (!closed)
      await attempt(blank, 1).catch((cause: unknown) => {
        throw new PrinterDown('Chromium does not print.', { cause });
      });
    throw failure;
  };

  const printed = (html: string, sheets: number): Promise<Uint8Array> =>
    takeTurn(() => {
      const document = readied(html);
      return attempt(document, sheets)
        .catch(() => attempt(document, sheets))
        .catch(blame);
    });

  return {
    print: async (html) => reproducible(await printed(html, 1), dateOf(html)),
    printLot: async (html, pieces) => cutter.cut(await printed(html, pieces.length), pieces),
    close: async () => {
      closed = true;
      await Promise.all([press && drop(press), cutter.close()]);
    },
  };
}

const blank = '<!doctype html><title>-</title>';

/** Chromium lays a document out for its window thrice around the time it does for paper; nobody looks at the window. */
const onPaperOnly = `@media (min-width:${WIDER_THAN_PAPER}px){body{content-visibility:hidden}}`;

const readied = (html: string): string => {
  const head = /<head(\s[^>]*)?>/i.exec(html);
  if (!head) throw new PrintFailed('The document has no <head>.');
  const at = head.index + head[0].length;
  return `${html.slice(0, at)}<style>${fontSheetFor(html)}${onPaperOnly}</style>${html.slice(at)}`;
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
