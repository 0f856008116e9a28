/** The table of rights with one thing changed: what the matrix must notice. */
import type { Operation, Role } from '../../../src/habilitations/index.js';
import type { Owing } from '../../../src/identity/index.js';
import type { Place, Sentence } from '../../../src/rights/index.js';
import { operationRights, owingRights, ownRights, rights } from '../../../src/rights/index.js';
import type { Entry } from './table.js';

/** Whoever has sentences: a role, an operation of a token, anybody who is signed in, or whose session owes something. */
export type Holder = Role | Operation | Owing | 'signedIn';

export interface Mutant {
  role: Holder;
  /** `read Declaration`, and the condition that is lifted when it is wider. */
  name: string;
  what: string;
  verb: string;
  sentence: Sentence;
  instead: Sentence;
}

const without = <T>(all: readonly T[], one: T): T[] => all.filter((it) => it !== one);

const sentences: Record<Holder, readonly Sentence[]> = {
  ...rights,
  ...operationRights,
  ...owingRights,
  signedIn: ownRights,
};

/** Sentences of anybody who is signed in, whatever their roles. */
export const ofAnybody: readonly string[] = ['signedIn', ...Object.keys(owingRights)];

export const holders = Object.keys(sentences) as Holder[];

const sentencesOf = (): { role: Holder; sentence: Sentence }[] =>
  holders.flatMap((role) => sentences[role].map((sentence) => ({ role, sentence })));

/** Each role without one verb of one sentence. */
export const narrower = (): Mutant[] =>
  sentencesOf().flatMap(({ role, sentence }) =>
    sentence.may.map((verb) => ({
      role,
      name: `${verb} ${sentence.what.name}`,
      what: sentence.what.name,
      verb,
      sentence,
      instead: { ...sentence, may: without(sentence.may, verb) },
    })),
  );

const somewhere: Place = { caf: '', partnerId: '', structureId: '', conventionId: '', self: '' };

/** Each role with one condition of one sentence lifted: what was here only is then anywhere. */
export const wider = (): Mutant[] =>
  sentencesOf().flatMap(({ role, sentence }) =>
    Object.keys(sentence.where(somewhere)).map((condition) => ({
      role,
      name: `${sentence.may.join(', ')} ${sentence.what.name} whatever its ${condition}`,
      what: sentence.what.name,
      verb: sentence.may.at(-1)!,
      sentence,
      instead: {
        ...sentence,
        where: (place: Place) =>
          Object.fromEntries(Object.entries(sentence.where(place)).filter(([name]) => name !== condition)),
      },
    })),
  );

/** Does something while the house lives by that other sentence. */
export async function under<T>({ role, sentence, instead }: Mutant, work: () => Promise<T>): Promise<T> {
  const table = sentences[role] as Sentence[];
  const at = table.indexOf(sentence);
  table[at] = instead;
  try {
    return await work();
  } finally {
    table[at] = sentence;
  }
}

/** `setAside` → set, aside */
const wordsOf = (name: string): string[] => name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());

/** Entries where it is likeliest to be noticed come first; all of them are tried if need be. */
export function likeliest(
  all: readonly Entry[],
  { what, verb }: Mutant,
  changes: (entry: Entry) => boolean,
): Entry[] {
  const shared = (entry: Entry, words: string[]) =>
    words.filter((word) => entry.name.toLowerCase().includes(word)).length;
  const alike = (entry: Entry) => Number(changes(entry) !== (verb === 'read'));
  const rank = (entry: Entry) =>
    4 * Number(verb !== 'read') * shared(entry, wordsOf(verb)) +
    2 * alike(entry) +
    shared(entry, wordsOf(what));
  return all.toSorted((one, other) => rank(other) - rank(one));
}
