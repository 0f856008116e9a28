/** The thread that cuts lots: a millisecond a file, which nobody else waits for. */
import { parentPort } from 'node:worker_threads';
import type { Piece } from '../../kernel/printer.js';
import { LotUnproven } from '../../kernel/printer.js';
import { cut } from './cut.js';

export interface Asked {
  id: number;
  pdf: Uint8Array;
  pieces: readonly Piece[];
}

/** What was cut, why it is not proven, or the name of a fault. */
export type Answer = { id: number } & ({ files: Uint8Array[] } | { unproven: string } | { fault: string });

const tell = (answer: Answer): void =>
  parentPort!.postMessage(
    answer,
    'files' in answer ? answer.files.map(({ buffer }) => buffer as ArrayBuffer) : [],
  );

parentPort!.on('message', ({ id, pdf, pieces }: Asked) => {
  try {
    tell({ id, files: cut(pdf, pieces) });
  } catch (error) {
    const { name, message } = error as Error;
    tell(error instanceof LotUnproven ? { id, unproven: message } : { id, fault: name });
  }
});
