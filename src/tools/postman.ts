/** Posts letters: by SMTP when there is a server, and otherwise into the outbox, a folder that people may read. */
import type { SendMailOptions } from 'nodemailer';
import { createTransport } from 'nodemailer';
import type { Letter, Postman } from '../kernel/postman.js';
import { PostFailed } from '../kernel/postman.js';
import { keep } from './outbox.js';

export interface PostmanOptions {
  /** `smtp://server:587`, `smtps://account:password@server`; empty: the outbox. */
  smtpUrl: string;
  /** `Habilis <ne-pas-repondre@caf.example>`, or the address alone. */
  from: string;
  outboxFolder: string;
  /** Milliseconds that posting one letter may take. Default: 20 seconds. */
  deadline?: number;
}

/** The longest that a server may keep silent, in milliseconds; no more than the deadline. */
const SILENCE = 10_000;

/** Milliseconds during which a server that said nothing is not asked again: its silence holds one letter, not all. */
const RESPITE = 30_000;

const SILENT = 'ETIMEDOUT';

const messageOf = ({ messageId, at, to, subject, html, text }: Letter, from: string): SendMailOptions => ({
  from,
  to,
  messageId,
  date: new Date(at),
  subject,
  html,
  text,
  // Says to answering machines that nobody reads here (RFC 3834).
  headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': 'fr' },
  disableFileAccess: true,
  disableUrlAccess: true,
});

/**
 * TLS as the address says: `smtps:` from the first byte; `smtp:` as soon as the
 * server offers it, and nothing without it with `?requireTLS=true` or a password.
 */
function serverOf(smtpUrl: string) {
  const { protocol, hostname, port, username, password, searchParams } = new URL(smtpUrl);
  const secure = protocol === 'smtps:';
  const asked = searchParams.get('requireTLS');
  return {
    host: hostname.replaceAll(/[[\]]/g, ''),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    requireTLS: asked ? asked === 'true' : username !== '',
    ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
  };
}

const codeOf = (error: unknown): string | number => {
  const { responseCode, code, name } = error as { responseCode?: number; code?: string; name?: string };
  return responseCode ?? code ?? name ?? 'Error';
};

/** Whether there was a server at all, as far as one can tell. */
const isReached = (error: unknown): boolean => {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code !== 'EDNS' && syscall !== 'connect' && syscall !== 'getaddrinfo';
};

function openSmtp({ smtpUrl, from, deadline = 20_000 }: PostmanOptions): Pick<Postman, 'post' | 'close'> {
  const silence = Math.min(SILENCE, deadline);
  let leftAloneUntil = 0;
  const transport = createTransport({
    ...serverOf(smtpUrl),
    pool: true,
    maxConnections: 2,
    // A letter whose fate is unknown goes back to the queue of the house: one place decides on retries.
    maxRequeues: 0,
    dnsTimeout: silence,
    connectionTimeout: silence,
    greetingTimeout: silence,
    socketTimeout: silence,
    logger: false,
  });
  return {
    async post(letter) {
      if (performance.now() < leftAloneUntil) throw new PostFailed(SILENT, false);
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), deadline);
      try {
        await transport.sendMail({ ...messageOf(letter, from), signal: late.signal });
      } catch (error) {
        const code = late.signal.aborted ? SILENT : codeOf(error);
        if (code === SILENT) leftAloneUntil = performance.now() + RESPITE;
        throw new PostFailed(code, isReached(error));
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => Promise.resolve(transport.close()),
  };
}

function openOutbox({ from, outboxFolder }: PostmanOptions): Pick<Postman, 'post' | 'close'> {
  const writer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    async post(letter) {
      const { message } = await writer.sendMail(messageOf(letter, from));
      await keep(outboxFolder, letter.messageId, message as Buffer);
    },
    close: () => Promise.resolve(writer.close()),
  };
}

/** Nothing is connected nor written before the first letter. */
export function openPostman(options: PostmanOptions): Postman {
  const domain = options.from.replace(/^.*@/, '').replace(/>\s*$/, '');
  return { domain, ...(options.smtpUrl ? openSmtp(options) : openOutbox(options)) };
}
