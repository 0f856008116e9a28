/** Who takes notices to people outside the house, who have no account here: docs/mon-compte.md. */
import type { Context } from './context.js';

export interface Notice {
  /** What it is about, and which version of it: the same key twice is one notice. */
  key: string;
  caf: string;
  /** Whom it is for: 7 digits, without the key letter. */
  allocataire: string;
  /** The record that it speaks of, and of which an outside system may ask. */
  attestationId: string;
  /** In French, as the person reads it. */
  title: string;
  text: string;
}

export interface Notices {
  /**
   * Takes them, each once; called again with the same ones, it adds none.
   *
   * @param ctx  the transaction of the work, for what is kept here; a system outside is called before it is over
   */
  post(ctx: Context, notices: readonly Notice[]): Promise<void>;
}
