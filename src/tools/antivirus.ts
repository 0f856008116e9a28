/** Asks clamd, on a socket of this machine or of another, what it finds in a file (its INSTREAM command). */
import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { Logger } from 'pino';
import type { Antivirus, Verdict } from '../kernel/antivirus.js';
import { AntivirusSilent } from '../kernel/antivirus.js';

export interface AntivirusOptions {
  /** `tcp://server:3310`, or `unix:/run/clamav/clamd.ctl`. */
  address: string;
  log: Logger;
  /** Milliseconds one file may take. Default: 20 seconds. */
  deadline?: number;
}

const END = '\0';

function length(size: number): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(size);
  return header;
}

/** Each chunk is led by its length; a length of zero ends the file. */
async function* framed(bytes: Readable): AsyncIterable<Buffer> {
  yield Buffer.from(`zINSTREAM${END}`);
  for await (const chunk of bytes as AsyncIterable<Buffer>)
    yield Buffer.concat([length(chunk.length), chunk]);
  yield length(0);
}

/** Who hangs up before the end may have answered: to have written in vain does not close it, to have read all does. */
class Conversation extends Socket {
  override _write(chunk: unknown, encoding: BufferEncoding, done: () => void): void {
    super._write(chunk, encoding, () => done());
  }

  override _writev(chunks: { chunk: unknown; encoding: BufferEncoding }[], done: () => void): void {
    super._writev!(chunks, () => done());
  }
}

const openSocket = (address: string) => {
  const socket = new Conversation();
  if (address.startsWith('unix:')) return socket.connect(address.slice('unix:'.length));
  const { hostname, port } = new URL(address);
  return socket.connect(Number(port), hostname);
};

/** What clamd answers; empty when it says nothing. It may answer, and hang up, before it was told everything. */
async function ask({ address, deadline = 20_000 }: AntivirusOptions, bytes: Readable): Promise<string> {
  const socket = openSocket(address);
  const late = setTimeout(() => socket.destroy(), deadline);
  const sent = Readable.from(framed(bytes), { objectMode: false });
  let answer = '';
  try {
    await new Promise<void>((heard) => {
      sent.once('error', () => socket.destroy());
      socket.on('error', () => heard()).on('close', () => heard());
      socket.on('data', (said: Buffer) => {
        answer += said.toString('latin1');
        if (answer.endsWith(END)) heard();
      });
      sent.pipe(socket, { end: false });
    });
    return answer;
  } finally {
    clearTimeout(late);
    sent.destroy();
    bytes.destroy();
    socket.destroy();
  }
}

const verdicts: [RegExp, Verdict][] = [
  [/^stream: OK\0$/, 'clean'],
  [/^INSTREAM size limit exceeded|Heuristics\.Limits\.Exceeded/, 'tooLarge'],
  [/^stream: .* FOUND\0$/, 'infected'],
];

export const openAntivirus = (options: AntivirusOptions): Antivirus => ({
  async scan(bytes) {
    const answer = await ask(options, bytes);
    const [, verdict] = verdicts.find(([said]) => said.test(answer)) ?? [];
    if (verdict !== 'clean') options.log.warn({ antivirus: answer.replace(END, '').slice(0, 200) });
    if (!verdict) throw new AntivirusSilent();
    return verdict;
  },
});
