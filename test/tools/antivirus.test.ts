/** What is understood of an antivirus, and of one that is not well: what it does not say is clean is never let through. */
import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { Readable } from 'node:stream';
import { pino } from 'pino';
import { AntivirusSilent } from '../../src/kernel/antivirus.js';
import { openAntivirus } from '../../src/tools/antivirus.js';

const log = pino({ level: 'silent' });
const bytes = () => Readable.from([Buffer.alloc(200_000, 'x'), Buffer.alloc(1, 'y')]);

/** Asks a server that answers so. */
async function verdictOf(serve: (socket: Socket) => void): Promise<string> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    serve(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return await openAntivirus({ address, log, deadline: 300 }).scan(bytes());
  } catch (error) {
    if (error instanceof AntivirusSilent) return 'silent';
    throw error;
  } finally {
    for (const socket of open) socket.destroy();
    server.close();
  }
}

/** Once it was told all of the file. */
const answering = (answer: string) => (socket: Socket) => {
  let heard = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    heard = Buffer.concat([heard, chunk]);
    if (heard.subarray(-4).equals(Buffer.alloc(4))) socket.end(answer);
  });
};

const inPieces = (socket: Socket) => {
  socket.resume().write('stream: ');
  setTimeout(() => socket.write('OK\0'), 20);
};

// oxfmt-ignore
test.each<[string, (socket: Socket) => void, string]>([
  ['says that it is clean', answering('stream: OK\0'), 'clean'],
  ['says so in pieces', inPieces, 'clean'],
  ['has found something', answering('stream: Win.Test.EICAR_HDB-1 FOUND\0'), 'infected'],
  ['has found something, though it is called OK', answering('stream: Sheet: OK FOUND\0'), 'infected'],
  ['says, without hearing it all, that it is too large', (socket) => { socket.end('INSTREAM size limit exceeded. ERROR\0'); }, 'tooLarge'],
  ['has looked into a part of it only', answering('stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0'), 'tooLarge'],
  ['fails', answering('stream: lstat() failed: No such file. ERROR\0'), 'silent'],
  ['says clean of something else', answering('stream: OK\nstream: Eicar FOUND\0'), 'silent'],
  ['stops in the middle of its answer', answering('stream: OK'), 'silent'],
  ['hangs up at once', (socket) => { socket.destroy(); }, 'silent'],
  ['hangs up in the middle', (socket) => { socket.once('data', () => socket.destroy()); }, 'silent'],
  ['hears all and says nothing', (socket) => { socket.resume(); }, 'silent'],
  ['does not even listen', () => undefined, 'silent'],
])('one that %s', async (_what, serve, verdict) => {
  expect(await verdictOf(serve)).toBe(verdict);
});

test('one that is not there, by the network or on this machine, is silent', async () => {
  for (const address of ['tcp://127.0.0.1:1', 'unix:/nowhere/clamd.ctl']) {
    await expect(openAntivirus({ address, log }).scan(bytes())).rejects.toBeInstanceOf(AntivirusSilent);
  }
});

test('a file that cannot be read to its end is not let through', async () => {
  const broken = new Readable({
    read() {
      this.destroy(new Error('disk'));
    },
  });
  const server = createServer(answering('stream: OK\0'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(openAntivirus({ address, log }).scan(broken)).rejects.toBeInstanceOf(AntivirusSilent);
  server.close();
});
