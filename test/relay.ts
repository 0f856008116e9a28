/** A way to the server of the tests, by TCP, that may refuse, fall silent, or lose an answer. */
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

export interface Relay {
  /** Where it listens: `127.0.0.1:port`. */
  at: string;
  /** How many messages went by it to the server, beside those that ask whether it is there. */
  asked(): number;
  /** Cuts everybody off, and refuses whoever comes. */
  close(): Promise<void>;
  open(): Promise<void>;
  /** Says nothing any more, to anybody, and refuses nobody; or speaks again to whoever comes. */
  silence(isSilent: boolean): void;
  /** The next message that says this reaches the server, and whoever sent it is cut off before the answer. */
  loseAnswerTo(said: string): void;
}

export async function openRelay(socketPath: string): Promise<Relay> {
  const clients = new Set<Socket>();
  let [asked, isSilent, lost] = [0, false, ''];
  const pass = (client: Socket, server: Socket, message: Buffer) => {
    if (isSilent) return;
    if (!message.includes('wsrep_')) asked += 1;
    server.write(message);
    if (!lost || !message.includes(lost)) return;
    lost = '';
    client.destroy();
  };
  const relay = createServer((client) => {
    clients.add(client);
    const server = connect(socketPath);
    client.on('data', (message: Buffer) => pass(client, server, message));
    server.on('data', (message: Buffer) => void (isSilent || client.destroyed || client.write(message)));
    // A message that is on its way still gets there.
    client.on('close', () => (clients.delete(client), server.end()));
    server.on('close', () => client.destroy());
    for (const socket of [client, server]) socket.on('error', () => undefined);
  });
  const listen = async (port: number) => {
    await once(relay.listen(port, '127.0.0.1'), 'listening');
    return (relay.address() as AddressInfo).port;
  };
  const port = await listen(0);
  return {
    at: `127.0.0.1:${port}`,
    asked: () => asked,
    async close() {
      const closed = once(relay, 'close');
      relay.close();
      for (const client of clients) client.destroy();
      await closed;
    },
    open: async () => void (await listen(port)),
    silence: (now) => void (isSilent = now),
    loseAnswerTo: (said) => void (lost = said),
  };
}
