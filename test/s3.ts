/** An S3 server of this machine, and the files behind it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';

export interface S3 {
  /** Its bucket, as the configuration has it. */
  url: string;
  /** Where it keeps what is under a key. */
  pathOf(key: string): string;
  /** Does something while nobody answers at its address, then answers there again with what it kept. */
  away<T>(meanwhile: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const BUCKET = 'habilis';

export async function openS3(): Promise<S3> {
  const directory = await mkdtemp(join(tmpdir(), 's3-test-'));
  const open = async (port: number) => {
    const server = new S3rver({
      address: '127.0.0.1',
      port,
      silent: true,
      directory,
      vhostBuckets: false,
      configureBuckets: [{ name: BUCKET }],
    });
    return { server, ...(await server.run()) };
  };
  const first = await open(0);
  const { port } = first;
  let { server } = first;
  const leave = async () => {
    server.httpServer.closeAllConnections();
    await server.close();
  };
  return {
    url: `s3+http://S3RVER:S3RVER@127.0.0.1:${port}/${BUCKET}`,
    pathOf: (key) => join(directory, BUCKET, `${key}._S3rver_object`),
    async away(meanwhile) {
      await leave();
      try {
        return await meanwhile();
      } finally {
        ({ server } = await open(port));
      }
    },
    async close() {
      await leave();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
