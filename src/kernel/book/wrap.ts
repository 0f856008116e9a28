/** How many lines a text takes where it is cut at words: what a row or a note must have room for. */

/** Wider than a digit: capitals, and the letters of scripts that fill a square. */
const CAPITAL = /\p{Lu}/gu;
const SQUARE = /[\u2e80-\uffdc]/gu;

/** In widths of a digit; most letters are narrower, so that a line is rather thought too long. */
const lengthOf = (text: string): number =>
  text.length + (text.match(CAPITAL)?.length ?? 0) / 4 + (text.match(SQUARE)?.length ?? 0);

/** A word longer than a line is cut. */
function wrapped(paragraph: string, width: number): number {
  let lines = 1;
  let used = 0;
  for (const word of paragraph.split(' ')) {
    const length = lengthOf(word);
    const isFirst = used === 0;
    if (!isFirst && used + 1 + length > width) {
      lines += 1;
      used = length;
    } else {
      used += length + (isFirst ? 0 : 1);
    }
    const more = Math.max(0, Math.ceil(used / width) - 1);
    lines += more;
    used -= more * width;
  }
  return lines;
}

/** @param width  of a line, in digits: what a column's width is counted in */
export const linesOf = (text: string, width: number): number =>
  text.split('\n').reduce((lines, paragraph) => lines + wrapped(paragraph, width), 0);
