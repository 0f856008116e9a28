/** A real SMTP server of this machine, which takes letters, refuses them, falls silent or hangs up as it is told. */
import type { AddressInfo, Socket } from 'node:net';
import type { Email } from 'postal-mime';
import PostalMime from 'postal-mime';
import type { SMTPServerOptions } from 'smtp-server';
import { SMTPServer } from 'smtp-server';

/** A number is an answer of the server once it has the whole letter: 451 is try again, 554 is no. */
export type Manner = 'takes' | 'falls silent' | 'hangs up' | 451 | 554;

export interface Received extends Email {
  /** To whom the server was asked to carry it. */
  recipients: string[];
  raw: string;
}

export interface SmtpServer {
  url: string;
  /** What it took, in order. */
  letters: Received[];
  /** The Message-ID of each letter it was handed, taken or not. */
  handed: string[];
  manner: Manner;
  close(): Promise<void>;
}

async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const refusal = (responseCode: number): Error =>
  Object.assign(new Error('Not now, camille.durand@pirouette.example'), { responseCode });

export async function openSmtpServer(options: SMTPServerOptions = {}): Promise<SmtpServer> {
  const sockets = new Set<Socket>();
  const inbox: SmtpServer = {
    url: '',
    letters: [],
    handed: [],
    manner: 'takes',
    close: () => Promise.resolve(),
  };
  const hangUp = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, session, answer) {
      const receive = async () => {
        const bytes = await bytesOf(stream);
        const letter = await PostalMime.parse(bytes);
        inbox.handed.push(letter.messageId!);
        if (inbox.manner === 'falls silent') return;
        if (inbox.manner === 'hangs up') return hangUp();
        if (inbox.manner !== 'takes') return answer(refusal(inbox.manner));
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        inbox.letters.push({ ...letter, recipients, raw: bytes.toString('latin1') });
        answer();
      };
      // A client that leaves in the middle of a letter has handed nothing over.
      receive().catch(() => undefined);
    },
    ...options,
  });
  // A client that goes away is no fault of the server.
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const { port } = server.server.address() as AddressInfo;
  inbox.url = `smtp://127.0.0.1:${port}`;
  inbox.close = () =>
    new Promise((done) => {
      hangUp();
      server.close(() => done());
    });
  return inbox;
}
