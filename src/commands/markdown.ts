/** Pages and tables as Markdown. */

const NOTICE =
  '<!-- Written by `bin/habilis docs` from the tables of the code: not to be edited by hand. -->';

const row = (...cells: string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

export const table = (headers: string[], rows: string[][]): string =>
  [row(...headers), row(...headers.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n');

export const page = (title: string, ...parts: string[]): string =>
  `${[NOTICE, `# ${title}`, ...parts].join('\n\n')}\n`;
