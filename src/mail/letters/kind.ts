/** A kind of letter, whatever it is about. */
import type { Context } from '../../kernel/context.js';
import type { JobKind } from '../../kernel/jobs.js';
import type { Content } from '../content.js';
import type { Reader } from '../recipients.js';

/** A letter about to be written, from the records as they are now. */
export interface Draft {
  /** Whose matter it is: a Caf, or the house. */
  caf: string;
  /** Whether what it says is still so. */
  holds: boolean;
  /** Those it concerns now. */
  readers: readonly Reader[];
  /** Why they are written to: the end of « envoyé parce que ». */
  because: string;
  says: () => Content | Promise<Content>;
}

export interface LetterKind {
  /** The work that asks for it; its payload's id is what the letter is about. */
  cause: JobKind;
  /** To whom, in the words of the table of letters. */
  to: readonly string[];
  /** While what is so, in the same words. */
  while: string;
  /** @throws NOT_FOUND when what it is about is not, or not for this automaton to read */
  open: (ctx: Context, id: string) => Promise<Draft>;
}
