/** Reads a PDF back: what a person, a search or a screen reader finds in it. */
import { Worker } from 'node:worker_threads';
import type { Answer, Asked } from './pdf-thread.js';

export interface PdfReading {
  title: string;
  language: string;
  tagged: boolean;
  /** ISO instant. */
  createdAt: string;
  /** The text of each page, a line for a line; special spaces and letter shapes made plain (NFKC). */
  pages: string[];
  /** Width and height of each page, in whole millimetres. */
  sizes: [number, number][];
  fonts: { name: string; embedded: boolean }[];
  /** The roles of the structure tree, in reading order: `H1`, `Table`, `TR`, `TH`… */
  roles: string[];
  /** What is read aloud instead of a drawing. */
  alternatives: string[];
  /** The addresses that links of the pages lead to. */
  links: string[];
}

const waiting = new Map<number, (answer: Answer) => void>();
let last = 0;
let thread: Worker | undefined;

function start(): Worker {
  const started = new Worker(new URL('./pdf-thread.js', import.meta.url));
  return started.on('message', (answer: Answer) => {
    waiting.get(answer.id)!(answer);
    waiting.delete(answer.id);
    // It keeps no process from its end.
    if (waiting.size === 0) started.unref();
  });
}

/** @throws what pdf.js says of a file that is none */
export async function readPdf(pdf: Uint8Array): Promise<PdfReading> {
  const asked = { id: (last += 1), pdf: new Uint8Array(pdf) } satisfies Asked;
  thread ??= start();
  thread.ref();
  const told = new Promise<Answer>((settle) => waiting.set(asked.id, settle));
  thread.postMessage(asked, [asked.pdf.buffer]);
  const answer = await told;
  if ('failed' in answer) throw answer.failed;
  return answer.reading;
}
