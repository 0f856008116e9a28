/** Letters and figures that a person copies without mistaking one for another: Crockford’s 32, without I, L, O and U. */

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What people write for another: read as what was printed. */
const mistaken: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };

/** The rank of a letter, in whatever case; nothing for a sign that is none of them. */
export function rankOf(sign: string): number | undefined {
  const letter = sign.toUpperCase();
  const rank = LETTERS.indexOf(mistaken[letter] ?? letter);
  return rank < 0 ? undefined : rank;
}

export const letterOf = (rank: number): string => LETTERS[rank]!;

/** Five bits a letter, the last one filled with zeros. */
export function encode(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += letterOf((held >>> (bits - 5)) & 31);
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + letterOf((held << (5 - bits)) & 31) : text;
}

/** @returns nothing for another length, a sign that is no letter, or a last letter not filled with zeros */
export function decode(text: string, length: number): Buffer | undefined {
  if (text.length !== Math.ceil((length * 8) / 5)) return undefined;
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const sign of text) {
    const rank = rankOf(sign);
    if (rank === undefined) return undefined;
    held = (held << 5) | rank;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push(held >>> bits);
    held &= (1 << bits) - 1;
  }
  return held === 0 ? Buffer.from(bytes) : undefined;
}
