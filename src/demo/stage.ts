/** What the stories of the demonstration share: where they are played, and what is told at their end. */
import type { Clock } from '../kernel/calendar.js';

/** A fresh house, its server and its automata. */
export interface Stage {
  /** `http://127.0.0.1:40123` */
  address: string;
  /** Where the story leaves its documents. */
  documents: string;
  /** Where the letters are. */
  outbox: string;
}

/** An account that the story opened, with the password chosen in it. */
export interface Opened {
  email: string;
  /** What the person is, in French. */
  label: string;
  password: string;
}

/** What came of a story. */
export interface Played {
  /** What the summary says of it, one line a pair. */
  summary: [string, string][];
  opened: readonly Opened[];
  /** Somebody who may ask `query` afterwards. */
  asker: { email: string; password: string };
  query: string;
}

export interface Story {
  /** The day of the story; the real one when there is none. */
  clock?: Clock | undefined;
  play(stage: Stage): Promise<Played>;
}

/** The month of the samples; the clock of the demonstration starts on a working day of the next one. */
export const SAMPLES_MONTH = '2026-10';
const SAMPLES_DAY = Date.parse('2026-11-05T08:00:00Z');

export function samplesClock(): Clock {
  const opened = Date.now();
  return () => new Date(SAMPLES_DAY + Date.now() - opened);
}
