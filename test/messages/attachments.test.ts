/** Files that go with messages: what is taken, under what name, and who may fetch it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Attachment, MAX_ATTACHMENT_BYTES } from '../../src/messages/index.js';
import { automaton } from '../../src/rights/index.js';
import { unsentWatch } from '../../workers/messages.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller, Seen } from '../caller.js';
import { codeOf } from '../caller.js';
import type { Clamd } from '../clamd.js';
import { EICAR, makeClamd } from '../clamd.js';
import { processed, rose, workbook } from '../month.js';
import type { Exchange } from './writing.js';
import { attach, messagesOf, open, read, write } from './writing.js';

let bench: Bench;
let clamd: Clamd;
let declaration: Seen;
let declarant: Caller;
let adviser: Caller;
let exchange: Exchange;
/** Of a file whose process died as it was kept. */
let cutId: string;

const pdf = Buffer.from('%PDF-1.7\nUn certificat.\n%%EOF');
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const jpeg = Buffer.from('ffd8ffe000104a464946', 'hex');

beforeAll(async () => {
  clamd = makeClamd();
  await clamd.start();
  bench = await openBench('2026-11-05T08:00:00Z', { ANTIVIRUS_URL: clamd.address });
  declaration = await processed(bench, [rose]);
  declarant = await bench.person(who.declarant);
  adviser = await bench.person(who.adviser);
  exchange = await open(declarant, declaration.id, 'Bonjour.');
});
afterAll(async () => {
  await bench.close();
  await clamd.clear();
});

/** Files of messages that the vault holds. */
const kept = (): string[] => {
  const folder = join(bench.config.folder, 'files', 'messages');
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('-'));
  } catch {
    return [];
  }
};

const taken = async (name: string, bytes: Uint8Array): Promise<string> => {
  const { status, body } = await attach(declarant, declaration.id, name, bytes);
  expect([name, status]).toEqual([name, 200]);
  return body.id as string;
};

test('a file goes with a message, and is fetched as it was sent by whoever reads it', async () => {
  const id = await taken('certificat d’Élodie « 12 ».pdf', pdf);
  expect((await declarant.send('GET', `/attachments/${id}`)).status).toBe(404);
  exchange = await write(declarant, exchange, 'Le voici.', [id]);
  const [file] = messagesOf(await read(adviser, exchange.id)).at(-1)!.attachments;
  expect(file).toMatchObject({ name: 'certificat d’Élodie « 12 ».pdf', kind: 'PDF', size: pdf.length });
  const response = await adviser.send('GET', file!.address);
  expect(Buffer.from(await response.arrayBuffer())).toEqual(pdf);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename="certificat dElodie  12 .pdf"; filename*=UTF-8''${encodeURIComponent('certificat d’Élodie « 12 ».pdf')}`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  });
  for (const stranger of [who.otherStructure, who.otherCaf, who.otherCafAdviser, who.conventionOfficer])
    expect((await (await bench.person(stranger)).send('GET', file!.address)).status).toBe(404);
  expect((await bench.nobody.send('GET', file!.address)).status).toBe(404);
});

describe('a file is known by its bytes, and called accordingly', () => {
  test.each([
    ['scan.PNG', png],
    ['photo.jpg', jpeg],
    ['photo.jpeg', jpeg],
  ])('%s is taken', async (name, bytes) => {
    await taken(name, bytes);
  });

  test('a workbook is taken when it is one', async () => {
    await taken('octobre.xlsx', await workbook([rose]));
  });

  // oxfmt-ignore
  test.each<[string, string, Buffer, string]>([
    ['a PDF called an image', 'scan.png', pdf, 'wrong_name'],
    ['an image called a PDF', 'scan.pdf', png, 'wrong_name'],
    ['a PDF without extension', 'pdf', pdf.subarray(1), 'wrong_kind'],
    ['a page', 'page.pdf', Buffer.from('<html><script>alert(1)</script>'), 'wrong_kind'],
    ['an SVG', 'dessin.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'wrong_kind'],
    ['an archive called a workbook', 'archive.xlsx', Buffer.from('504b03040a0000000000', 'hex'), 'not_a_workbook'],
    ['nothing', 'vide.pdf', Buffer.alloc(0), 'empty'],
    ['no name', '', pdf, 'no_name'],
    ['a hidden name', '.pdf', pdf, 'no_name'],
    ['a name of 121 characters', `${'x'.repeat(117)}.pdf`, pdf, 'no_name'],
    ['what is malicious', 'virus.pdf', Buffer.concat([pdf, Buffer.from(EICAR)]), 'infected'],
  ])('%s is refused, and nothing of it is kept', async (_what, name, bytes, reason) => {
    const before = [kept(), await bench.count(Attachment)];
    const { status, body } = await attach(declarant, declaration.id, name, bytes);
    expect([status, body]).toEqual([422, expect.objectContaining({ code: 'ATTACHMENT_REFUSED', facts: { reason } })]);
    expect([kept(), await bench.count(Attachment)]).toEqual(before);
  });

  test('a name that would be a path or a line of its own is a name', async () => {
    const id = await taken('../../etc/a"b\r\nX: y\u202egnp.pdf', pdf);
    exchange = await write(declarant, exchange, 'Nommé.', [id]);
    expect(messagesOf(exchange).at(-1)!.attachments[0]!.name).toBe('abX ygnp.pdf');
  });

  test.each([[MAX_ATTACHMENT_BYTES + 1, 422]])('one of %i bytes: %i', async (size, status) => {
    const bytes = Buffer.concat([pdf, Buffer.alloc(size - pdf.length)]);
    const answer = await attach(declarant, declaration.id, 'gros.pdf', bytes);
    expect([answer.status, answer.body.facts]).toEqual([status, { reason: 'too_large' }]);
  });

  test('while the antivirus is silent, nothing is taken', async () => {
    const before = kept();
    await clamd.stop();
    const { status, body } = await attach(declarant, declaration.id, 'certificat.pdf', pdf);
    await clamd.start();
    expect([status, body.facts]).toEqual([422, { reason: 'not_scanned' }]);
    expect(kept()).toEqual(before);
  });
});

describe('a file that is not sent yet', () => {
  test('is its sender’s, goes with one message, and once', async () => {
    const id = await taken('certificat.pdf', pdf);
    const other = await bench.person(who.approver);
    expect(await codeOf(write(other, exchange, 'À moi ?', [id]))).toBe('ATTACHMENT_GONE');
    expect(messagesOf(await read(declarant, exchange.id))).toHaveLength(exchange.revision);
    exchange = await write(declarant, exchange, 'À moi.', [id, id]);
    expect(messagesOf(exchange).at(-1)!.attachments).toHaveLength(1);
    expect(await codeOf(write(declarant, exchange, 'Encore.', [id]))).toBe('ATTACHMENT_GONE');
  });

  test('goes with no message beyond five', async () => {
    const ids = [];
    for (let rank = 0; rank < 6; rank += 1) ids.push(await taken(`${rank}.pdf`, pdf));
    expect(await codeOf(write(declarant, exchange, 'Six.', ids))).toBe('TOO_MANY_ATTACHMENTS');
    exchange = await write(declarant, exchange, 'Cinq.', ids.slice(1));
    expect(messagesOf(exchange).at(-1)!.attachments).toHaveLength(5);
  });

  test('is one of twenty at most', async () => {
    const codes = [];
    for (let rank = 0; rank < 21; rank += 1)
      codes.push((await attach(adviser, declaration.id, `${rank}.pdf`, pdf)).body.code ?? 'done');
    expect([codes.indexOf('TOO_MANY_UNSENT'), codes.length]).toEqual([20, 21]);
  });

  test('is removed after a day too when its process died as it was kept', async () => {
    const id = await taken('coupure.pdf', pdf);
    await bench.house.database.write((em) => em.update(Attachment, { id }, { state: 'arriving' }));
    expect(await codeOf(write(declarant, exchange, 'La suite.', [id]))).toBe('ATTACHMENT_GONE');
    cutId = id;
  });

  test('is removed after a day, and what was sent stays', async () => {
    const id = await taken('oubli.pdf', pdf);
    const [file] = kept().filter((name) => name.includes(id));
    expect(await readFile(join(bench.config.folder, 'files', 'messages', file!))).toEqual(pdf);
    bench.setNow('2026-11-06T07:00:00Z');
    await automaton(bench.house, '493').transaction(unsentWatch.run);
    await bench.work();
    expect(kept().some((name) => name.includes(id))).toBe(true);
    bench.setNow('2026-11-06T09:00:00Z');
    await automaton(bench.house, '493').transaction(unsentWatch.run);
    await bench.work();
    expect(kept().some((name) => name.includes(id) || name.includes(cutId))).toBe(false);
    expect(await bench.count(Attachment, { state: 'arriving' })).toBe(0);
    declarant = await bench.person(who.declarant);
    expect(await codeOf(write(declarant, exchange, 'Trop tard.', [id]))).toBe('ATTACHMENT_GONE');
    const sent = messagesOf(await read(declarant, exchange.id)).flatMap(({ attachments }) => attachments);
    expect(sent.length).toBe(8);
    for (const { address } of sent) expect((await declarant.send('GET', address)).status).toBe(200);
  });
});

test('of a declaration that was not sent, or that is not theirs, no file is taken', async () => {
  const stranger = await bench.person(who.otherStructure);
  expect((await attach(stranger, declaration.id, 'certificat.pdf', pdf)).status).toBe(404);
  expect((await attach(bench.nobody, declaration.id, 'certificat.pdf', pdf)).status).toBe(404);
});

test('a file that is not what was sent any more is given to nobody', async () => {
  const id = await taken('certificat.pdf', pdf);
  exchange = await write(declarant, exchange, 'Encore lui.', [id]);
  const name = kept().find((path) => path.endsWith(id))!;
  await appendFile(join(bench.config.folder, 'files', 'messages', name), '!');

  const response = await declarant.send('GET', `/attachments/${id}`);
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
    410,
    'FILE_DAMAGED',
  ]);
});
