/** Who carries letters out of the house: to an SMTP server, or into a folder. */
import type { Instant } from './calendar.js';

export interface Letter {
  /** `<id@domain>`: the same letter posted again has the same. */
  messageId: string;
  at: Instant;
  to: { name: string; address: string };
  subject: string;
  html: string;
  text: string;
}

export interface Postman {
  /** The domain of the sender: what follows the @ in the ids of its letters. */
  readonly domain: string;
  /**
   * Hands the letter over; when it returns, the letter is somebody else's to carry.
   *
   * @throws PostFailed when it was not taken, or when nobody can tell: it has to be posted again
   */
  post(letter: Letter): Promise<void>;
  close(): Promise<void>;
}

/** A fault, told by a code alone: what a server answers may quote an address. */
export class PostFailed extends Error {
  /**
   * @param code  of the server's answer (`451`) or of what kept it from answering (`ETIMEDOUT`)
   * @param isHanded  false when no server was given the letter: it may be posted again as often as it takes
   */
  constructor(
    code: string | number,
    readonly isHanded = true,
  ) {
    super(`The letter was not taken: ${code}`);
    this.name = `PostFailed ${code}`;
  }
}
