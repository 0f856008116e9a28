import { afterAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fontFamily, PrintFailed, type Printer } from '../../src/kernel/printer.js';
import { openPrinter, type PrinterOptions } from '../../src/tools/printer.js';
import { readPdf } from '../pdf.js';

const executablePath = process.env.PUPPETEER_EXECUTABLE_PATH!;
const profileFolder = await mkdtemp(join(tmpdir(), 'printer-test-'));
const open = (options: Partial<PrinterOptions> = {}): Printer =>
  openPrinter({ executablePath, profileFolder, ...options });

const printer = open();
afterAll(async () => {
  await printer.close();
  await rm(profileFolder, { recursive: true, force: true });
});

const page = (body: string, head = '') =>
  `<!doctype html><html lang="fr"><head><title>Essai</title><style>body{font-family:'${fontFamily}'}</style>${head}</head><body>${body}</body></html>`;

const table =
  '<table><tr><th scope="col">Mois</th><th scope="col">Heures</th></tr><tr><td>10/2026</td><td>142</td></tr></table>';

/** The first process of each Chromium that lives on our profile folder. */
async function chromiums(): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(
    pids.map(async (pid) => ({
      pid,
      command: await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
    })),
  );
  return commands
    .filter(
      ({ command }) => command.includes(`--user-data-dir=${profileFolder}`) && !command.includes('--type='),
    )
    .map(({ pid }) => Number(pid));
}

const eventually = async (holds: () => Promise<boolean>): Promise<boolean> => {
  for (let tries = 0; tries < 50; tries += 1) {
    if (await holds()) return true;
    await pause(100);
  }
  return false;
};

test('a document becomes a tagged A4 PDF that brings its own fonts', async () => {
  const pdf = await readPdf(
    await printer.print(page(`<h1>Été à Łódź, Ελλάδα, Київ, Việt, مرحبا</h1>${table}`)),
  );

  expect(pdf).toMatchObject({ title: 'Essai', language: 'fr', tagged: true, sizes: [[210, 297]] });
  expect(pdf.roles).toEqual(expect.arrayContaining(['H1', 'Table', 'TH', 'TD']));
  expect(pdf.fonts.length).toBeGreaterThan(3);
  expect(pdf.fonts.filter(({ name, embedded }) => !embedded || !name.includes('NotoSans'))).toEqual([]);
});

test('the PDF is dated by its document, not by the clock', async () => {
  const dated = page('daté', '<meta name="date" content="2026-11-05T09:12:00.000Z">');

  expect((await readPdf(await printer.print(dated))).createdAt).toBe('2026-11-05T09:12:00.000Z');
});

test('the same document gives the same bytes, whatever was printed before or beside it', async () => {
  const first = await printer.print(page(table));
  const documents = [page(table + table), page(table), page('<p>ễ</p>'), page(table)];
  const [other, second, , third] = await Promise.all(documents.map((document) => printer.print(document)));

  expect(other?.equals(first)).toBe(false);
  expect(second?.equals(first)).toBe(true);
  expect(third?.equals(first)).toBe(true);
});

test('nothing outside the document is fetched, and no script runs', async () => {
  let connections = 0;
  const server = createServer((_, response) => response.end('fetched')).on(
    'connection',
    () => (connections += 1),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await (await fetch(url, { headers: { connection: 'close' } })).text();
  expect(connections).toBe(1);
  const file = join(profileFolder, 'secret.html');
  await writeFile(file, 'secret of the disk');
  const body = `<p id="p">printed</p><img src="${url}/a.png"><iframe src="${url}/b"></iframe><embed src="${url}/c">
    <iframe src="file://${file}"></iframe><object data="file://${file}"></object><img src="file://${file}">
    <video src="${url}/d" autoplay></video><div style="background:url(${url}/e.png)">.</div>
    <script src="${url}/f.js"></script><script>document.getElementById('p').textContent = 'scripted'</script>`;
  const head = `<link rel="stylesheet" href="${url}/g.css"><style>@import url(${url}/h.css);</style>
    <link rel="preconnect" href="${url}"><link rel="prefetch" href="${url}/i"><link rel="dns-prefetch" href="${url}">`;

  const { pages } = await readPdf(await printer.print(page(body, head)));
  // A document that would leave is printed as it stands, when it is faster, or refused.
  const leaving = page('gone', `<meta http-equiv="refresh" content="0;url=${url}/j">`);
  const left = await printer.print(leaving).then(readPdf, (error: unknown) => error);
  server.close();

  if (left instanceof Error) expect(left).toBeInstanceOf(PrintFailed);
  else expect(left).toMatchObject({ pages: [expect.stringMatching(/^gone\s*$/)] });

  expect(pages.join()).toContain('printed');
  expect(pages.join()).not.toMatch(/fetched|secret|scripted/);
  expect(connections).toBe(1);
});

test('a Chromium killed while it prints loses no document', async () => {
  const before = await printer.print(page('zéro'));
  const [first] = await chromiums();
  const printing = Promise.all(['un', 'deux', 'trois', 'zéro'].map((word) => printer.print(page(word))));
  process.kill(first!, 'SIGKILL');

  const pdfs = await printing;
  const texts = (await Promise.all(pdfs.map(readPdf))).map(({ pages }) => pages.join());
  expect(texts).toEqual(['un', 'deux', 'trois', 'zéro']);
  expect(pdfs[3]?.equals(before)).toBe(true);
  const after = await chromiums();
  expect(after).toHaveLength(1);
  expect(after).not.toContain(first);
});

test('a Chromium that died between two documents is replaced', async () => {
  await printer.print(page('avant'));
  const [first] = await chromiums();
  process.kill(first!, 'SIGKILL');
  expect(await eventually(async () => (await chromiums()).length === 0)).toBe(true);

  expect((await readPdf(await printer.print(page('après')))).pages).toEqual(['après']);
});

test('a Chromium that hangs is killed at the deadline, and another prints; a closed printer leaves nothing', async () => {
  await printer.close();
  // Long enough for a Chromium to start on a busy machine: the deadline is for the one that hangs.
  const impatient = open({ deadline: 10_000 });
  await impatient.print(page('avant'));
  const [first] = await chromiums();
  process.kill(first!, 'SIGSTOP');

  expect((await readPdf(await impatient.print(page('après')))).pages).toEqual(['après']);
  expect(await chromiums()).not.toContain(first);

  await impatient.close();
  expect(await chromiums()).toEqual([]);
  expect((await readdir(profileFolder)).filter((name) => name.startsWith('chromium-'))).toEqual([]);
  await expect(impatient.print(page('trop tard'))).rejects.toBeInstanceOf(PrintFailed);
}, 60_000);

test('Chromium ends with the process that opened it, however that one ends', async () => {
  const tool = new URL('../../src/tools/printer.js', import.meta.url).href;
  const script = `
    const { openPrinter } = await import('${tool}');
    await openPrinter(${JSON.stringify({ executablePath, profileFolder })}).print('<head></head>printed');
    process.stdout.write('printed');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  expect(await chromiums()).toHaveLength(1);
  child.kill('SIGKILL');

  expect(await eventually(async () => (await chromiums()).length === 0)).toBe(true);
});

test.each<[string, Partial<PrinterOptions>, string, string]>([
  ['no Chromium there', { executablePath: '/nowhere/chromium' }, page('a'), 'PrinterDown'],
  ['a Chromium that stops at once', { executablePath: '/bin/false' }, page('a'), 'PrinterDown'],
  ['no <head> to carry the fonts', {}, '<header>a</header>', 'PrintFailed'],
])('a document that cannot be printed is a fault, its own or not: %s', async (_, options, html, name) => {
  await expect(open(options).print(html)).rejects.toMatchObject({ name });
});
