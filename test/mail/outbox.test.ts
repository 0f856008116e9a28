/** Without an SMTP server: the outbox, and the command that reads it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Mail } from '../../src/mail/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import { advance, submitted } from '../month.js';
import type { Ended } from '../commands/program.js';
import { endAll, run } from '../commands/program.js';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
});

afterAll(async () => {
  await endAll();
  await bench.close();
});

const files = () => readdir(join(bench.config.folder, 'outbox'));

const read = async (...args: string[]): Promise<Ended> => {
  const ended = await run(['outbox', ...args], { HABILIS_VAR: bench.config.folder });
  return { ...ended, out: ended.out.replaceAll(/[\u00a0\u202f]/g, ' ') };
};

test('an outbox that is empty says so', async () => {
  expect(await read()).toMatchObject({ code: 0, out: 'Aucune lettre dans la boîte d’envoi.\n', err: '' });
  expect(
    await run(['outbox'], { HABILIS_VAR: bench.config.folder, SMTP_URL: 'smtp://127.0.0.1' }),
  ).toMatchObject({
    code: 0,
    out: 'Aucune lettre ici : elles partent par SMTP_URL.\n',
  });
});

test('each letter is one file, and stays one when the work is done again', async () => {
  const waiting = await submitted(bench);
  await bench.work();
  bench.setNow('2026-11-06T08:00:00Z');
  await advance(await bench.person(who.approver), waiting, 'RETURN', 'Ligne 3\u001b[31m : à revoir');
  await bench.work();
  const mails = await bench.house.database.reader.find(Mail);
  const names = mails.map(({ id }) => `${id}.eml`).toSorted();
  expect(names).toHaveLength(3);
  expect((await files()).toSorted()).toEqual(names);

  await bench.house.database.source.query("update mail set state = 'queued'");
  await bench.house.database.source.query("update job set state = 'queued' where kind = 'mail.send'");
  await bench.work();
  expect((await files()).toSorted()).toEqual(names);
});

test('the command lists the letters, the newest last', async () => {
  const { code, out, err } = await read();
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const lines = out.trimEnd().split('\n');
  const told =
    '5 novembre 2026 à 09:00  TO  Déclaration D-493-202610-0001 à approuver : Micro-crèche Pirouette, octobre 2026';
  expect(
    lines
      .slice(0, 2)
      .map((line) => line.slice(3))
      .toSorted(),
  ).toEqual([who.otherApprover, who.approver].map((to) => told.replace('TO', to)));
  expect(lines.map((line) => line.slice(0, 3))).toEqual(['1  ', '2  ', '3  ']);
  expect(lines[2]).toMatch(
    new RegExp(`^3  6 novembre 2026 à 09:00  ${who.declarant}  Déclaration D-493-202610-0001 renvoyée : `),
  );
});

test('--last and --show print a letter as its reader sees it, without what a terminal would obey', async () => {
  const { out } = await read('--last');
  expect(out).toMatch(
    /^À : camille\.durand@pirouette\.example\nLe : 6 novembre 2026 à 09:00\nObjet : Déclaration /,
  );
  expect(out).toContain('Bonjour Madame Camille Durand,\n');
  expect(out).toContain('Son commentaire :\n  Ligne 3[31m : à revoir\n');
  expect(await read('--show', '3')).toMatchObject({ code: 0, out });
  expect((await read('--show', '1')).out).toContain('Une déclaration attend votre approbation');
});

test.each([['0'], ['4'], ['x']])('--show %s is wrong use', async (number) => {
  expect(await read('--show', number)).toMatchObject({
    code: 2,
    out: '',
    err: '--show : un nombre de 1 à 3 attendu.\n',
  });
});
