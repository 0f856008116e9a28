/** The company directory over HTTP, in the shape of the public "Recherche d’entreprises" (docs/decisions/0008). */
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Clock } from '../kernel/calendar.js';
import type { Directory, Found } from '../kernel/directory.js';
import { AnswerUnusable, foundIn } from './directory-answer.js';

export interface DirectoryOptions {
  /** `https://recherche-entreprises.api.gouv.fr`: `/search` is asked under it. */
  address: string;
  clock: Clock;
  log: Logger;
  /** Milliseconds for one request, its answer read to the end. */
  timeout?: number;
  /** Milliseconds for one question, with its turn and its second chances. */
  patience?: number;
  /** Answers kept. */
  capacity?: number;
}

const SECOND = 1_000;
/** What the service grants in a second. */
const PER_SECOND = 7;
/** How often one looks for a seat while all are taken. */
const GLANCE = 50;
const ATTEMPTS = 3;
const LONGEST_REST = 60 * SECOND;
const LARGEST_ANSWER = 1_000_000;

/** Milliseconds an answer is kept; one that could not be had is not. */
const lifetimes: Partial<Record<Found['kind'], number>> = {
  found: 86_400 * SECOND,
  not_diffusible: 86_400 * SECOND,
  unknown: 600 * SECOND,
};

/**
 * The turns of the questions: seven seats, each free again a second after its answer came, so that whatever the
 * network delays no second holds an eighth question; and none while the service asked to be left alone.
 */
class Pace {
  /** When each seat is free; never, while a question is on it. */
  private readonly seats = Array.from({ length: PER_SECOND }, () => 0);
  private restsUntil = 0;

  /** Waits for a seat, and answers how to leave it; nothing when none is free before the deadline. */
  async seat(deadline: number): Promise<(() => void) | undefined> {
    for (;;) {
      const now = performance.now();
      const free = Math.min(...this.seats);
      const at = Math.max(this.restsUntil, Number.isFinite(free) ? free : now + GLANCE);
      if (Math.max(at, now) > deadline) return undefined;
      if (at <= now) return this.take(this.seats.indexOf(free));
      await pause(Math.ceil(at - now));
    }
  }

  rest(milliseconds: number): void {
    this.restsUntil = Math.max(this.restsUntil, performance.now() + milliseconds);
  }

  private take(seat: number): () => void {
    this.seats[seat] = Number.POSITIVE_INFINITY;
    return () => void (this.seats[seat] = performance.now() + SECOND);
  }
}

/** Answers kept for a time; when there are too many, the oldest goes. */
class Memory {
  private readonly kept = new Map<string, { found: Found; until: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly capacity: number,
  ) {}

  recall(siret: string): Found | undefined {
    const known = this.kept.get(siret);
    return known && known.until > this.clock().getTime() ? known.found : undefined;
  }

  keep(siret: string, found: Found): void {
    const lifetime = lifetimes[found.kind];
    if (lifetime === undefined) return;
    this.kept.delete(siret);
    this.kept.set(siret, { found, until: this.clock().getTime() + lifetime });
    const [oldest] = this.kept.keys();
    if (this.kept.size > this.capacity && oldest !== undefined) this.kept.delete(oldest);
  }
}

/** How long the service asks to be left alone: seconds, or a date to be read by its own clock; a second by default. */
function restAskedBy({ headers }: Response): number {
  const asked = headers.get('retry-after') ?? '';
  const wait = /^\d+$/.test(asked)
    ? Number(asked) * SECOND
    : Date.parse(asked) - Date.parse(headers.get('date') ?? '');
  return wait >= 0 ? Math.min(wait, LONGEST_REST) : SECOND;
}

/** @throws AnswerUnusable when it is too large, or not JSON */
async function bodyOf({ body }: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > LARGEST_ANSWER) throw new AnswerUnusable();
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new AnswerUnusable();
  }
}

/** People of the company are not asked for: the minimal answer leaves them out. */
function questionOf(address: string, siret: string): URL {
  const url = new URL('search', address.endsWith('/') ? address : `${address}/`);
  url.search = new URLSearchParams({
    q: siret,
    minimal: 'true',
    include: 'matching_etablissements',
  }).toString();
  return url;
}

export function openDirectory({
  address,
  clock,
  log,
  timeout = 3 * SECOND,
  patience = 6 * SECOND,
  capacity = 2_000,
}: DirectoryOptions): Directory {
  const pace = new Pace();
  const memory = new Memory(clock, capacity);
  const underWay = new Map<string, Promise<Found>>();

  const unavailable = (why: string): Found => {
    log.warn({ directory: 'unavailable', why });
    return { kind: 'unavailable' };
  };

  /** One request; nothing when the service asks to be left alone. */
  async function ask(siret: string, deadline: number): Promise<Found | undefined> {
    const left = Math.max(0, Math.ceil(deadline - performance.now()));
    const response = await fetch(questionOf(address, siret), {
      headers: { accept: 'application/json', 'user-agent': 'Habilis' },
      redirect: 'error',
      signal: AbortSignal.timeout(Math.min(timeout, left)),
    });
    if (response.status === 200) return foundIn(await bodyOf(response), siret);
    await response.body?.cancel();
    if (response.status !== 429) return unavailable(`status ${response.status}`);
    pace.rest(restAskedBy(response));
    return undefined;
  }

  async function question(siret: string): Promise<Found> {
    const deadline = performance.now() + patience;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const leave = await pace.seat(deadline);
      if (!leave) return unavailable('no turn in time');
      const found = await ask(siret, deadline).finally(leave);
      if (found) return found;
    }
    return unavailable('status 429');
  }

  async function find(siret: string): Promise<Found> {
    // Whatever fails here fails outside: the network, the time-out, the shape.
    const found = await question(siret).catch((error: Error) => unavailable(error.name));
    memory.keep(siret, found);
    return found;
  }

  return {
    async find(siret) {
      const known = memory.recall(siret) ?? underWay.get(siret);
      if (known) return known;
      const asked = find(siret).finally(() => underWay.delete(siret));
      underWay.set(siret, asked);
      return asked;
    },
  };
}
