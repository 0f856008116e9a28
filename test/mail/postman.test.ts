/** The postman, against a real SMTP server and a real folder. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Letter, Postman } from '../../src/kernel/postman.js';
import { readOutbox } from '../../src/tools/outbox.js';
import type { PostmanOptions } from '../../src/tools/postman.js';
import { openPostman } from '../../src/tools/postman.js';
import type { Manner, SmtpServer } from './smtp.js';
import { openSmtpServer } from './smtp.js';

const FROM = 'Caf de l’Hérault <ne-pas-repondre@caf.example>';

const letter: Letter = {
  messageId: '<0192aa-01@caf.example>',
  at: '2026-11-05T08:00:00.000Z',
  to: { name: 'Madame Inès Caradec, « Nounou »', address: 'ines.caradec@nounou-services.example' },
  subject:
    'Déclaration à approuver\u00a0: Micro-crèche L’Œuf & la Poule, août 2026, une ligne assez longue pour être pliée',
  html: '<!DOCTYPE html>\n<html lang="fr"><body><p>Été, œuf, 10\u00a0€</p></body></html>\n',
  text: 'Été, œuf, 10\u00a0€\n\n.un point en tête de ligne\nFrom une ligne\n',
};

let folder: string;
const opened: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'habilis-postman-'));
});

afterEach(async () => {
  for (const it of opened.splice(0).toReversed()) await it.close();
  await rm(folder, { recursive: true, force: true });
});

const track = <Opened extends { close(): Promise<void> }>(it: Opened): Opened => {
  opened.push(it);
  return it;
};

const postmanOf = (options: Partial<PostmanOptions> = {}): Postman =>
  track(
    openPostman({
      smtpUrl: '',
      from: FROM,
      outboxFolder: join(folder, 'outbox'),
      deadline: 10_000,
      ...options,
    }),
  );

const server = async (...options: Parameters<typeof openSmtpServer>): Promise<SmtpServer> =>
  track(await openSmtpServer(...options));

const line = (text: string | undefined): string => (text ?? '').replaceAll('\r\n', '\n').trimEnd();

test.each([
  ['Habilis <ne-pas-repondre@caf.example>', 'a name and an address'],
  ['ne-pas-repondre@caf.example', 'an address alone'],
])('the domain of %s is caf.example (%s)', (from) => {
  expect(postmanOf({ from }).domain).toBe('caf.example');
});

describe('by SMTP', () => {
  test('a letter arrives as it was written: accents, signs, who, when, its id', async () => {
    const smtp = await server();
    await postmanOf({ smtpUrl: smtp.url }).post(letter);
    const [got] = smtp.letters;
    expect(got).toMatchObject({
      recipients: [letter.to.address],
      from: { name: 'Caf de l’Hérault', address: 'ne-pas-repondre@caf.example' },
      to: [letter.to],
      subject: letter.subject,
      messageId: letter.messageId,
      date: letter.at,
    });
    expect([line(got!.html), line(got!.text)]).toEqual([line(letter.html), line(letter.text)]);
    expect(got!.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
    expect(got!.raw).toMatch(/^[\0-\x7f]*$/);
  });

  test('several letters at once each arrive once, over few connections', async () => {
    const smtp = await server({ maxClients: 2 });
    const postman = postmanOf({ smtpUrl: smtp.url });
    const ids = Array.from({ length: 12 }, (_, index) => `<letter-${index}@caf.example>`);
    await Promise.all(ids.map((messageId) => postman.post({ ...letter, messageId })));
    expect(smtp.handed.toSorted()).toEqual(ids.toSorted());
  });

  test.each<[Manner, string, string]>([
    [451, 'PostFailed 451', 'the server asks to try again'],
    [554, 'PostFailed 554', 'the server refuses'],
    ['hangs up', 'PostFailed ECONNECTION', 'nobody knows what became of it'],
    ['falls silent', 'PostFailed ETIMEDOUT', 'nor here'],
  ])('a server that answers « %s » is %s, once, without a word of the letter (%s)', async (manner, name) => {
    const smtp = await server();
    const hasty = postmanOf({ smtpUrl: smtp.url, deadline: manner === 'falls silent' ? 500 : 5_000 });
    smtp.manner = manner;
    const failed = await hasty.post(letter).then(
      () => new Error('It was taken.'),
      (error: Error) => error,
    );
    expect(failed).toMatchObject({ name, isHanded: true });
    expect(`${failed.message}${failed.stack}${JSON.stringify(failed)}`).not.toMatch(
      /@pirouette|@nounou|Déclaration/,
    );
    expect(smtp.handed).toEqual([letter.messageId]);
    smtp.manner = 'takes';
    await postmanOf({ smtpUrl: smtp.url }).post(letter);
    expect(smtp.letters.map(({ messageId }) => messageId)).toEqual([letter.messageId]);
  });

  test('a server that hangs up at once is called once: the queue of the house decides when to call again', async () => {
    let calls = 0;
    const rude = createServer((socket) => {
      calls += 1;
      socket.destroy();
    });
    await new Promise<void>((done) => void rude.listen(0, '127.0.0.1', done));
    const { port } = rude.address() as AddressInfo;
    const post = postmanOf({ smtpUrl: `smtp://127.0.0.1:${port}` }).post(letter);
    await expect(post).rejects.toThrow('The letter was not taken');
    rude.close();
    expect(calls).toBe(1);
  });

  test('nobody at that address is a failure too', async () => {
    const smtp = await openSmtpServer();
    await smtp.close();
    await expect(postmanOf({ smtpUrl: smtp.url }).post(letter)).rejects.toMatchObject({
      name: 'PostFailed ESOCKET',
      isHanded: false,
    });
  });

  test.each<[string, string, (url: string) => string]>([
    ['smtps:', 'TLS from the first byte', (url) => url.replace('smtp:', 'smtps:')],
    ['?requireTLS=true', 'TLS was asked for', (url) => `${url}?requireTLS=true`],
    ['a password', 'a password does not travel in clear', (url) => url.replace('//', '//account:password@')],
  ])('with %s, nothing is handed to a server without TLS (%s)', async (_how, _why, addressOf) => {
    const asked: unknown[] = [];
    const smtp = await server({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: (account) => void asked.push(account),
    });
    await expect(postmanOf({ smtpUrl: addressOf(smtp.url) }).post(letter)).rejects.toThrow(
      'The letter was not taken',
    );
    expect(smtp.handed).toEqual([]);
    expect(asked).toEqual([]);
  });

  test('a password is given to a server on which it may travel in clear, when the address says so', async () => {
    const accounts: unknown[] = [];
    const smtp = await server({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth({ username, password }, _session, done) {
        accounts.push([username, password]);
        done(null, { user: username });
      },
    });
    const smtpUrl = `${smtp.url.replace('//', '//caf%40493:mot%20de%3Apasse@')}?requireTLS=false`;
    await postmanOf({ smtpUrl }).post(letter);
    expect(accounts).toEqual([['caf@493', 'mot de:passe']]);
    expect(smtp.letters).toHaveLength(1);
  });

  test('a setting of the library slipped into the address is not obeyed', async () => {
    const smtp = await server();
    await postmanOf({ smtpUrl: `${smtp.url}?logger=true&debug=true&from=x@y.example` }).post(letter);
    expect(smtp.letters[0]!.from?.address).toBe('ne-pas-repondre@caf.example');
  });
});

describe('into the outbox', () => {
  const outbox = () => join(folder, 'outbox');

  test('a letter is one file, that reads back as it was written', async () => {
    await postmanOf().post(letter);
    expect(await readdir(outbox())).toEqual(['0192aa-01.eml']);
    const { text, ...rest } = (await readOutbox(outbox()))[0]!;
    expect(rest).toEqual({ at: letter.at, to: letter.to.address, subject: letter.subject });
    expect(line(text)).toBe(line(letter.text));
  });

  test('posted twice, even at once, it is one file', async () => {
    const postman = postmanOf();
    await Promise.all([postman.post(letter), postman.post(letter)]);
    await postman.post(letter);
    expect(await readdir(outbox())).toEqual(['0192aa-01.eml']);
  });

  test('letters are read in the order of their dates, and nothing else is taken for one', async () => {
    const postman = postmanOf();
    const days = ['07', '05', '06'];
    for (const day of days) {
      await postman.post({
        ...letter,
        messageId: `<d-${day}@caf.example>`,
        at: `2026-11-${day}T08:00:00.000Z`,
      });
    }
    await writeFile(join(outbox(), '.unfinished'), 'x');
    expect((await readOutbox(outbox())).map(({ at }) => at.slice(8, 10))).toEqual(['05', '06', '07']);
  });

  test('an id that is a path is not one', async () => {
    await expect(postmanOf().post({ ...letter, messageId: '<../../x@caf.example>' })).rejects.toThrow(
      'not one of the house',
    );
    expect(await readdir(folder)).toEqual([]);
  });

  test('a folder that cannot be written leaves nothing and says so', async () => {
    await mkdir(join(outbox(), '0192aa-01.eml'), { recursive: true });
    await expect(postmanOf().post(letter)).rejects.toThrow();
    expect(await readdir(outbox())).toEqual(['0192aa-01.eml']);
  });

  test('there is nothing to read in a folder that is not there', async () => {
    expect(await readOutbox(outbox())).toEqual([]);
  });
});
