/** Cuts lots in a thread of its own, which starts with the first one. */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Piece } from '../../kernel/printer.js';
import { LotUnproven, PrintFailed } from '../../kernel/printer.js';
import type { Answer, Asked } from './thread.js';

export interface Cutter {
  /** @throws LotUnproven; PrintFailed when the lot cannot be cut */
  cut(pdf: Uint8Array, pieces: readonly Piece[]): Promise<Buffer[]>;
  close(): Promise<void>;
}

interface Waiting {
  done: (files: Buffer[]) => void;
  failed: (error: Error) => void;
}

export function openCutter(): Cutter {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | undefined;
  let last = 0;

  const settle = (answer: Answer): void => {
    const { done, failed } = waiting.get(answer.id)!;
    waiting.delete(answer.id);
    if (waiting.size === 0) thread?.unref();
    if ('files' in answer) done(answer.files.map(({ buffer }) => Buffer.from(buffer)));
    else if ('unproven' in answer) failed(new LotUnproven(answer.unproven));
    else failed(new PrintFailed(`The lot could not be cut: ${answer.fault}.`));
  };
  const lost = (): void => {
    thread = undefined;
    for (const { failed } of waiting.values()) failed(new PrintFailed('The cutter was lost.'));
    waiting.clear();
  };
  const start = (): Worker => {
    const started = new Worker(fileURLToPath(import.meta.resolve('#programs/cutter')));
    return started.on('message', settle).once('error', lost).once('exit', lost);
  };

  return {
    cut: (pdf, pieces) =>
      new Promise((done, failed) => {
        thread ??= start();
        thread.ref();
        const id = (last += 1);
        waiting.set(id, { done, failed });
        thread.postMessage({ id, pdf, pieces } satisfies Asked, []);
      }),
    async close() {
      await thread?.terminate();
    },
  };
}
