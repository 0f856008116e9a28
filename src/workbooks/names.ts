/** Whether two spellings may be of one child: accents, case, hyphens, names swapped, a letter astray. */
import type { Known } from './rules.js';

export type Named = Pick<Known, 'lastName' | 'firstName'>;

/** A name without accents, case, spaces, hyphens and apostrophes. */
export const bareName = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[^\p{L}]/gu, '')
    .toLowerCase();

/** The words of a compound name: `Louis-Marie` is louis and marie. */
export const nameWords = (name: string): string[] =>
  name
    .normalize('NFC')
    .split(/[^\p{L}\p{M}]+/u)
    .map(bareName)
    .filter((word) => word !== '');

/** What stands between a name and another of the same person: « MARTIN née DURAND », « MARTIN (DURAND) ». */
const ALSO = /(?<!\p{L})(?:née?|épouse|ép|veuve|vve|dite?|usage)(?!\p{L})\.?|[()/,;]/giu;

/** The names that are told as one, each bare: « MARTIN née DURAND » is martin and durand. */
export const toldNames = (name: string): string[] =>
  name
    .normalize('NFC')
    .split(ALSO)
    .map(bareName)
    .filter((told) => told !== '');

/** Both names, whatever their spelling and their order. */
export const bareNames = ({ lastName, firstName }: Named): string => {
  const [last, first] = [bareName(lastName), bareName(firstName)];
  return last < first ? `${last} ${first}` : `${first} ${last}`;
};

/** One letter is another, missing or too many, or two neighbours are swapped; what is the same is not. */
export function oneApart(one: string, other: string): boolean {
  if (one === other || Math.abs(one.length - other.length) > 1) return false;
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  const [left, right] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}

/**
 * Whether one of the two names is the same and the other nearly so, in whatever order they are written.
 *
 * @param letters  of a first name, at least, for one letter to be a slip: twins may be called Lina and Léna
 */
export function nearlySame(one: Named, other: Named, letters: number): boolean {
  const [last, first] = [bareName(one.lastName), bareName(one.firstName)];
  const [theirLast, theirFirst] = [bareName(other.lastName), bareName(other.firstName)];
  const slip = Math.min(first.length, theirFirst.length) >= letters;
  return (
    (last === theirLast && slip && oneApart(first, theirFirst)) ||
    (first === theirFirst && oneApart(last, theirLast)) ||
    (last === theirFirst && oneApart(first, theirLast)) ||
    (first === theirLast && oneApart(last, theirFirst))
  );
}
