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
  close(): Promise<void>;
}

const BUCKET = 'habilis';

export async function openS3(): Promise<S3> {
  const directory = await mkdtemp(join(tmpdir(), 's3-test-'));
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    vhostBuckets: false,
    configureBuckets: [{ name: BUCKET }],
  });
  const { port } = await server.run();
  return {
    url: `s3+http://S3RVER:S3RVER@127.0.0.1:${port}/${BUCKET}`,
    pathOf: (key) => join(directory, BUCKET, `${key}._S3rver_object`),
    async close() {
      server.httpServer.closeAllConnections();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
