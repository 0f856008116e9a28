/** What the demonstration says on the terminal: calm lines, and a progress that rewrites itself where it can. */

const bold = (text: string): string => (process.stdout.isTTY ? `\u001b[1m${text}\u001b[0m` : text);

/** Folds at words under its own start where the terminal is narrow; a file gets it on one line. */
function fold(start: string, text: string): void {
  const width = process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
  const lines = [start];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    const isFirst = line === start;
    if (isFirst || line.length + 1 + word.length <= width)
      lines[lines.length - 1] += isFirst ? word : ` ${word}`;
    else lines.push(' '.repeat(start.length) + word);
  }
  for (const line of lines) console.log(line);
}

export const plural = (count: number, one: string, many: string): string =>
  `${count} ${count > 1 ? many : one}`;

export const teller = {
  title: (text: string) => console.log(`\n${bold(text)}`),
  step: (text: string) => fold('  ✓ ', text),
  detail: (text: string, depth = 0) => fold(' '.repeat(6 + 2 * depth), text),
  line: (text = '') => console.log(text),
  /** Two columns, the second aligned. */
  pairs(pairs: readonly (readonly [string, string])[]) {
    const width = Math.max(...pairs.map(([name]) => name.length));
    for (const [name, value] of pairs) fold(`  ${name.padEnd(width)}  `, value);
  },
  /** Columns under their headers; the last one is as long as it says. */
  table(headers: readonly string[], rows: readonly (readonly string[])[]) {
    const lines = [headers, ...rows];
    const widths = headers.map((_, at) => Math.max(...lines.map((line) => line[at]!.length)));
    for (const line of lines)
      console.log(`  ${line.map((cell, at) => cell.padEnd(widths[at]!)).join('  ')}`.trimEnd());
  },
  /** A line that is rewritten; silent where the output is not a terminal. */
  progress(text: string) {
    if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K    ${text}`);
  },
  endProgress() {
    if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
  },
};
