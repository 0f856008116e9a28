/** The pages that the letters' links lead to, in a real browser. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { Browser, Page } from 'puppeteer';
import { launch } from 'puppeteer';
import { AccessLink, ForgottenPassword, Person, secretOf, sendLink } from '../../src/identity/index.js';
import { anonymous } from '../../src/rights/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import { codeOf } from '../caller.js';

const PASSWORD = 'x7Kq!vB2#nTz';

let bench: Bench;
let browser: Browser;
let page: Page;
/** What the browser complained of: a style or a script that the page's own policy refuses, too. */
const complaints: string[] = [];
const reached = new Set<string>();

beforeAll(async () => {
  bench = await openBench();
  browser = await launch({
    executablePath: bench.config.chromium,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
    pipe: true,
  });
  page = await browser.newPage();
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => void complaints.push(String(error)));
  page.on('request', (request) => {
    const { protocol, origin, pathname } = new URL(request.url());
    if (protocol !== 'about:') reached.add(origin + pathname);
  });
});
afterAll(async () => {
  await browser.close();
  await bench.close();
});

async function secretFor(email: string): Promise<string> {
  const person = await bench.house.database.reader.findOneByOrFail(Person, { email });
  await anonymous(bench.house).transaction((ctx) => sendLink(ctx, person, 'reset'));
  const { reader } = bench.house.database;
  return secretOf(bench.house, await reader.findOneByOrFail(AccessLink, { personId: person.id }));
}

/** Asking for the page as it stands is another document: only what follows `#` would not be. */
async function open(path: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(bench.address + path);
}

const title = () => page.$eval('section:not([hidden]) h1', ({ textContent }) => textContent);
const alert = () => page.$eval('section:not([hidden]) .refused:not([hidden])', (it) => it.textContent);
const said = () => page.$eval('section:not([hidden])', (it) => it.textContent);

async function submit(field: string, text: string): Promise<void> {
  await page.$eval(field, (input) => void ((input as unknown as { value: string }).value = ''));
  await page.type(field, text);
  const answered = page.waitForResponse((response) => response.url().endsWith('/graphql'));
  await page.keyboard.press('Enter');
  await answered;
  await page.waitForFunction("!document.querySelector('button:disabled')");
}

test('nothing runs or shows but what the page carries, and nothing of it is kept', async () => {
  for (const path of ['/activation', '/mot-de-passe']) {
    const response = await fetch(bench.address + path);
    const html = await response.text();
    const policy = response.headers.get('content-security-policy')!;
    for (const name of ['script', 'style']) {
      const [, text] = new RegExp(`<${name}>([^]*)</${name}>`).exec(html)!;
      const hash = createHash('sha256').update(text!).digest('base64');
      expect(policy).toContain(`${name}-src 'sha256-${hash}'`);
    }
    expect(policy).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/);
    expect(policy).not.toContain('unsafe');
    expect(html).not.toMatch(/\b(src|href)=|https?:/);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  }
});

test('a link leads to the choice of a password: refused in words, then kept; the secret leaves the address', async () => {
  const secret = await secretFor(who.approver);
  await open(`/mot-de-passe#${secret}`);
  expect(await title()).toBe('Choisissez un nouveau mot de passe');
  expect(page.url()).toBe(`${bench.address}/mot-de-passe`);
  await submit('#password', 'Bonjour123');
  expect(await alert()).toMatch(/^Mot de passe trop simple\. Choisissez/);
  expect(
    await page.$eval('#password', (it) => [it.getAttribute('aria-invalid'), it.matches(':focus')]),
  ).toEqual(['true', true]);
  await submit('#password', PASSWORD);
  expect(await title()).toBe('Votre mot de passe est enregistré');
  expect(await codeOf(bench.nobody.signIn(who.approver, PASSWORD))).toBe('done');
  expect(await page.title()).toBe('Votre mot de passe est enregistré – Habilis');

  await open(`/activation#${secret}`);
  expect(await title()).toBe('Activez votre compte');
  await submit('#password', PASSWORD);
  expect([await title(), await alert()]).toEqual([
    'Demandez un lien',
    expect.stringMatching(/^Ce lien ne sert plus/),
  ]);
});

test('without a link, one is asked for', async () => {
  await open('/mot-de-passe');
  expect(await title()).toBe('Demandez un lien');
  await submit('#email', 'nadia');
  expect(await alert()).toBe('Adresse électronique : un texte comme nom@domaine.fr attendu.');
  await submit('#email', who.approver);
  expect(await title()).toBe('Consultez vos messages');
  expect(await said()).toContain('Si un compte existe à cette adresse');
  expect(await bench.count(ForgottenPassword)).toBe(1);
});

test('each field has its name and what helps to fill it', async () => {
  await open('/mot-de-passe#x');
  const names = await page.$$eval('input', (inputs) =>
    inputs.map((input) => [
      (input as unknown as { labels: { textContent: string }[] }).labels[0]?.textContent.trim(),
      ...(input.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id: string) => id === '' || input.ownerDocument.querySelector(`#${id}`) !== null),
    ]),
  );
  expect(names).toEqual([
    ['Mot de passe', true, true, true],
    ['Afficher le mot de passe', true],
    ['Votre adresse électronique', true, true],
  ]);
  await page.click('#reveal');
  expect(await page.$eval('#password', (it) => it.getAttribute('type'))).toBe('text');
});

test('the browser complained of nothing, and reached nothing else', () => {
  expect(complaints).toEqual([]);
  expect([...reached].toSorted()).toEqual([
    `${bench.address}/activation`,
    `${bench.address}/graphql`,
    `${bench.address}/mot-de-passe`,
  ]);
});
