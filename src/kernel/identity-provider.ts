/** Who vouches for people elsewhere, by OpenID Connect: what a feature asks of it, and what it may answer. */

/** What the browser keeps between leaving for the provider and coming back; each serves once. */
export interface Departure {
  state: string;
  nonce: string;
  /** Of PKCE: the provider knew its digest only. */
  verifier: string;
}

/** What the provider says, signed, of whoever came back. */
export interface Vouched {
  /** Stable, and the provider's own. */
  subject: string;
  email: string | undefined;
  /** Whether it says itself that the address is not theirs. */
  emailDenied: boolean;
  /** Whether it saw a second factor. */
  secondFactor: boolean;
  /** Shown again to sign out there. */
  idToken: string;
}

/** `refused` is told by a code alone; `unavailable`: it could not be asked, or its answer could not be read. */
export type Return =
  | { kind: 'vouched'; vouched: Vouched }
  | { kind: 'refused'; why: string }
  | { kind: 'unavailable' };

/** Never throws. */
export interface IdentityProvider {
  readonly issuer: string;
  /** Where the browser goes, and what it keeps; nothing when the provider cannot be reached. */
  depart(): Promise<{ address: string; departure: Departure } | undefined>;
  /** @param query  with which the browser came back, `code=…&state=…` */
  comeBack(query: string, departure: Departure): Promise<Return>;
  /** Where one signs out of it; nothing when it has no such place or cannot be reached. */
  signOutAddress(idToken: string | undefined): Promise<string | undefined>;
}
