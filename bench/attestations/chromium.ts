/** Attestations printed one by one by a warm Chromium: on a new page each, or on a few that stay open. */
import type { Browser, Page } from 'puppeteer';
import { attestationPages } from '../../src/attestations/page.js';
import type { Sheet } from '../../src/attestations/page/seal.js';
import { fontSheetFor } from '../../src/tools/fonts.js';

const htmlOf = (sheet: Sheet): string => {
  const html = attestationPages([sheet]);
  return html.replace('<head>', `<head><style>${fontSheetFor(html)}</style>`);
};

async function printOn(page: Page, sheet: Sheet): Promise<Uint8Array> {
  await page.setContent(htmlOf(sheet), { waitUntil: 'load' });
  return page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, outline: true });
}

async function each(
  sheets: readonly Sheet[],
  places: number,
  print: (sheet: Sheet) => Promise<unknown>,
): Promise<void> {
  const waiting = [...sheets];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await print(next);
  };
  await Promise.all(Array.from({ length: places }, lane));
}

export async function launched(executablePath: string): Promise<Browser> {
  const { launch } = await import('puppeteer');
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return launch({ executablePath, pipe: true, args: [...sandbox, '--disable-gpu'] });
}

/** What most write first. */
export const onNewPages = (browser: Browser, sheets: readonly Sheet[]): Promise<void> =>
  each(sheets, 1, async (sheet) => {
    const page = await browser.newPage();
    await printOn(page, sheet);
    await page.close();
  });

/** Opens pages that stay open, and prints on them. */
export async function reusedPages(
  browser: Browser,
  count: number,
): Promise<(sheets: readonly Sheet[]) => Promise<void>> {
  const idle = await Promise.all(Array.from({ length: count }, () => browser.newPage()));
  return (sheets) =>
    each(sheets, count, async (sheet) => {
      const page = idle.pop()!;
      await printOn(page, sheet);
      idle.push(page);
    });
}
