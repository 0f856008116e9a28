/** What a password must be: strong by the CNIL's computation, neither common nor about the person. */
import { refusal } from '../kernel/refusal.js';

/** Far above any passphrase; keeps a huge text from being hashed and analysed. */
export const LONGEST_PASSWORD = 256;

/** Guesses as a power of ten: below, a list of common passwords and words finds it. */
const FEWEST_GUESSES = 10;

/** Shorter ones are inside too many innocent words. */
const SHORTEST_PERSONAL_WORD = 4;

/** The classes that count when present, and how many characters each has (docs/sources.md#password-bits). */
const alphabets: readonly [RegExp, number][] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[0-9]/, 10],
  [/[^a-zA-Z0-9]/, 37],
];

type Fault = 'TOO_LONG' | 'TOO_WEAK' | 'PERSONAL' | 'COMMON';

/** What to do about each. */
const sentences: Record<Fault, string> = {
  TOO_LONG: `Mot de passe trop long : ${LONGEST_PASSWORD} caractères au plus. Raccourcissez-le.`,
  TOO_WEAK:
    'Mot de passe trop simple. Choisissez au moins 12 caractères avec des minuscules, des majuscules, des chiffres et des signes, ou 14 sans signe, ou une phrase de 7 mots.',
  PERSONAL:
    'Mot de passe trop facile à deviner : il contient votre nom, une partie de votre adresse, le nom de votre structure ou celui du service. Retirez-le.',
  COMMON:
    'Mot de passe trop courant : il est fait de mots, de suites ou de répétitions que l’on devine. Choisissez des mots sans lien entre eux, ou des caractères au hasard.',
};

export const PasswordRefused = refusal<{ why: Fault; bits: number; needed: number }>(
  'PASSWORD_REFUSED',
  ({ why }) => sentences[why],
);

/** Characters as a person counts them. */
const lengthOf = (password: string): number => Array.from(password).length;

/** Entropy in bits, rounded to the nearest one as the CNIL's first equivalent supposes. */
export function bitsOf(password: string): number {
  const size = alphabets.reduce((sum, [one, count]) => (one.test(password) ? sum + count : sum), 0);
  return size === 0 ? 0 : Math.round(lengthOf(password) * Math.log2(size));
}

/** Without case nor accents. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase();

/** The words of a text, as they are looked for in a password. */
export const plainWords = (text: string): string[] =>
  plain(text)
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

/** The words that are in what is known of somebody. */
const personalWords = (known: readonly string[]): string[] => ['habilis', ...known.flatMap(plainWords)];

/** Loaded when a password is chosen, and then kept: the dictionaries weigh several megabytes. */
async function loadGuesser() {
  const [{ ZxcvbnFactory }, common, french] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-fr'),
  ]);
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...french.dictionary },
    graphs: common.adjacencyGraphs,
  });
}

let guesser: ReturnType<typeof loadGuesser> | undefined;

async function isGuessed(password: string, words: string[]): Promise<boolean> {
  guesser ??= loadGuesser();
  return (await guesser).check(password, words).guessesLog10 < FEWEST_GUESSES;
}

async function faultOf(password: string, words: string[], needed: number): Promise<Fault | undefined> {
  if (lengthOf(password) > LONGEST_PASSWORD) return 'TOO_LONG';
  if (bitsOf(password) < needed) return 'TOO_WEAK';
  const said = plain(password);
  const personal = words.some((word) => word.length >= SHORTEST_PERSONAL_WORD && said.includes(word));
  if (personal) return 'PERSONAL';
  return (await isGuessed(password, words)) ? 'COMMON' : undefined;
}

/**
 * @param known  what is known of the person: names, address, places
 * @param needed  bits
 * @throws PASSWORD_REFUSED
 */
export async function demandStrong(
  password: string,
  known: readonly string[],
  needed: number,
): Promise<void> {
  const why = await faultOf(password, personalWords(known), needed);
  if (why) throw PasswordRefused({ why, bits: bitsOf(password), needed });
}
