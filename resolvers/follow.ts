/** What is followed as server-sent events: looked at again and again, each change told, until it is over. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Request, Response } from 'express';
import { Refusal } from '../src/kernel/refusal.js';

/** What a door that may be followed tells. */
export interface Progress {
  over: boolean;
}

/** Milliseconds between two looks: short at first, for whoever watches; long for what waits for something else. */
const FIRST_LOOKS = 200;
const LAST_LOOKS = 2_000;
const SLOWER = 1.1;
/** Milliseconds after which something is said, or proxies take the connection for dead. */
const HEARTBEAT = 15_000;
/** Milliseconds after which the listener is left to come back. */
const LONGEST = 600_000;
/** Listeners at once: the others are told once, and come back by themselves. */
const MOST = 100;

export const asksEvents = ({ headers }: Request): boolean =>
  /\btext\/event-stream\b/.test(headers.accept ?? '');

const event = (name: string, data: object): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

function begin(response: Response): void {
  response.set({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    // A proxy that gathers what it passes on would keep it all to the end.
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  response.write(`retry: ${LAST_LOOKS}\n\n`);
}

/** Aborts when nobody listens any more, or the house stops. */
function goneFrom(response: Response, stopping: AbortSignal): AbortSignal {
  const left = new AbortController();
  response.once('close', () => left.abort());
  return AbortSignal.any([left.signal, stopping]);
}

/** Tells what has changed, and now and then that one is still there. */
async function tellChanges(response: Response, look: () => Promise<Progress>, gone: AbortSignal) {
  let told = '';
  let silent = 0;
  let wait = FIRST_LOOKS;
  for (let elapsed = 0; elapsed < LONGEST && !gone.aborted; elapsed += wait) {
    const progress = await look();
    const said = event('progress', progress);
    if (said !== told) response.write(said);
    else if (silent >= HEARTBEAT) response.write(':\n\n');
    silent = said === told && silent < HEARTBEAT ? silent + wait : 0;
    told = said;
    if (progress.over) return;
    await pause(wait, undefined, { signal: gone }).catch(() => undefined);
    wait = Math.min(wait * SLOWER, LAST_LOOKS);
  }
}

/** @param stopping  aborts when the house stops: listeners are let go, and come back to whoever serves then */
export function followers(stopping: AbortSignal) {
  let listening = 0;
  return {
    /**
     * Answers as events.
     *
     * @param first  what was seen already
     * @param look  looks again, with the rights of that moment
     */
    async follow(response: Response, first: Progress, look: () => Promise<Progress>): Promise<void> {
      begin(response);
      if (first.over || listening >= MOST) {
        response.end(event('progress', first));
        return;
      }
      listening += 1;
      try {
        await tellChanges(response, look, goneFrom(response, stopping));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        response.write(event('refused', { code: error.code, message: error.message }));
      } finally {
        listening -= 1;
        response.end();
      }
    },
  };
}

export type Followers = ReturnType<typeof followers>;
