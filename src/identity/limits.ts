/** How often a credential may be tried: what is counted, the most of it, and for how long. */

interface Limit {
  most: number;
  minutes: number;
  /** What one more of it is. */
  counts: string;
  why: string;
}

/**
 * None of them locks the rightful person out: their browser, once it has signed in with the account, is counted apart
 * from the rest of the world, and a link asked for by « mot de passe oublié » makes a browser such a one.
 */
// oxfmt-ignore
export const limits = {
  account: { most: 10,  minutes: 15, counts: 'passwords tried for an account, existing or not, from browsers that never signed in with it', why: 'a person who hesitates tries three; a program would try thousands' },
  device:  { most: 10,  minutes: 15, counts: 'passwords tried for an account from one browser that signed in with it before', why: 'a browser that was lent or stolen is no way to guess' },
  address: { most: 100, minutes: 15, counts: 'passwords tried from one network address, whatever the account, from such unknown browsers', why: 'an office is behind one address: a hundred of its people may be mistaken in the same quarter of an hour' },
  own:     { most: 10,  minutes: 15, counts: 'current passwords tried by one person who is signed in', why: 'a session left open is no way to find the password' },
  code:    { most: 5,   minutes: 15, counts: 'codes tried for an account, from one browser that signed in with it before, or from all others', why: 'three of a million codes are right at a time' },
  openId:  { most: 20,  minutes: 15, counts: 'returns from the identity provider that opened nothing, from one network address', why: 'each asks the provider, and tells the journal why' },
  links:   { most: 100, minutes: 60, counts: 'links asked for from one network address or known browser', why: 'each writes a row and a job, for whoever asks' },
  verification: { most: 60, minutes: 15, counts: 'codes of attestations that were not genuine, from one network address', why: 'a person who copies one makes slips, which are told before; a program would try thousands' },
  holder:  { most: 10,  minutes: 15, counts: 'allocataire numbers tried for one attestation', why: 'ten million numbers: by ten a quarter of an hour, 28 years' },
  flood:   { most: 0,   minutes: 15, counts: 'requests with many credentials, from one network address', why: 'never right: refused already, counted so that the journal is told once' },
  replay:  { most: 0,   minutes: 15, counts: 'passwords chosen by one link that has served', why: 'never right: refused already, counted so that the journal is told once' },
  ended:   { most: 0,   minutes: 15, counts: 'requests from one session that its person or a new password ended', why: 'never right: nobody is signed in by it, counted so that the journal is told once' },
  removed: { most: 0,   minutes: 15, counts: 'calls refused to one session that was open when its person lost a role', why: 'maybe a screen left open, maybe a stolen session: refused already, counted so that the journal is told once' },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;
