/** What the demonstration says on the terminal: calm lines, and a progress that rewrites itself where it can. */

const bold = (text: string): string => (process.stdout.isTTY ? `\u001b[1m${text}\u001b[0m` : text);

export const teller = {
  title: (text: string) => console.log(`\n${bold(text)}`),
  step: (text: string) => console.log(`  ✓ ${text}`),
  detail: (text: string) => console.log(`      ${text}`),
  line: (text = '') => console.log(text),
  /** A line that is rewritten; silent where the output is not a terminal. */
  progress(text: string) {
    if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K    ${text}`);
  },
  endProgress() {
    if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
  },
};
