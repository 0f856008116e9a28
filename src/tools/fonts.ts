/** The typeface of printed documents, as style sheets that hold their own files: no font of the machine is needed. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fontFamily } from '../kernel/printer.js';

const require = createRequire(import.meta.url);

const weights = [400, 700];

/** Where two ranges overlap the later one wins: Arabic also claims hyphens, so Latin comes last. */
const subsets = [
  ['noto-sans-arabic', 'arabic'],
  ['noto-sans', 'vietnamese'],
  ['noto-sans', 'cyrillic'],
  ['noto-sans', 'greek'],
  ['noto-sans', 'latin-ext'],
  ['noto-sans', 'latin'],
] as const;

interface Subset {
  /** Whether a text has a letter of this subset. */
  letters: RegExp;
  /** Its `@font-face` rules, one a weight. */
  sheet: string;
}

/** `U+0000-00FF,U+0131` → `/[\u{0000}-\u{00FF}\u{0131}]/u` */
const lettersIn = (range: string): RegExp =>
  new RegExp(
    `[${range
      .replace(/U\+/g, '')
      .replace(/[0-9A-F]+/g, '\\u{$&}')
      .replace(/,/g, '')}]`,
    'u',
  );

const read = ([family, subset]: (typeof subsets)[number]): Subset => {
  const ranges = JSON.parse(readFileSync(require.resolve(`@fontsource/${family}/unicode.json`), 'utf8'));
  const range: string = ranges[subset];
  const face = (weight: number): string => {
    const file = require.resolve(`@fontsource/${family}/files/${family}-${subset}-${weight}-normal.woff2`);
    const source = `url(data:font/woff2;base64,${readFileSync(file, 'base64')}) format('woff2')`;
    return `@font-face{font-family:'${fontFamily}';font-weight:${weight};unicode-range:${range};src:${source}}`;
  };
  return { letters: lettersIn(range), sheet: weights.map(face).join('\n') };
};

let all: Subset[] | undefined;

/** The `@font-face` rules a document needs: the whole typeface would take Chromium longer to read than the document. */
export const fontSheetFor = (html: string): string =>
  (all ??= subsets.map(read))
    .filter(({ letters }) => letters.test(html))
    .map(({ sheet }) => sheet)
    .join('\n');
