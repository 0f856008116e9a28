/** Files in a bucket of an S3 server: received aside on this machine, sent whole, then read back. */
import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { Disk } from 'flydrive';
import { S3Driver } from 'flydrive/drivers/s3';
import type { Vault } from '../kernel/vault.js';
import { VaultFailed, VaultMissing } from '../kernel/vault.js';
import { openIncoming } from './incoming.js';

export interface BucketOptions {
  /** `s3://key:secret@server:port/bucket?region=…`, or `s3+http://…` without TLS. */
  url: string;
  /** Where files are on their way, and what is lent. */
  incoming: string;
  /** Milliseconds without an answer, or without a byte of one. */
  patience?: number;
}

/** Milliseconds. */
const TO_CONNECT = 3_000;
const PATIENCE = 15_000;
/** The first try and one more: whoever asked is waiting, and a job tries again by itself. */
const TRIES = 2;
const SOMEWHERE = 'us-east-1';

function openDisk({ url, patience = PATIENCE }: BucketOptions): Disk {
  const { protocol, host, pathname, username, password, searchParams } = new URL(url);
  return new Disk(
    new S3Driver({
      endpoint: `${protocol === 's3:' ? 'https' : 'http'}://${host}`,
      region: searchParams.get('region') ?? SOMEWHERE,
      credentials: {
        accessKeyId: decodeURIComponent(username),
        secretAccessKey: decodeURIComponent(password),
      },
      bucket: pathname.slice(1),
      forcePathStyle: true,
      // Not every server knows the checksums of the latest protocol: what is kept is read back instead.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      maxAttempts: TRIES,
      requestHandler: {
        connectionTimeout: TO_CONNECT,
        requestTimeout: patience,
        socketTimeout: patience,
        throwOnRequestTimeout: true,
      },
      visibility: 'private',
      supportsACL: false,
    }),
  );
}

/** Of a whole bucket that is not there, the files are not missing: the setting is wrong. */
const isMissing = ({ cause }: Error): boolean =>
  cause instanceof Error && ['NoSuchKey', 'NotFound'].includes(cause.name);

const failed = (key: string) => (error: Error) => {
  throw isMissing(error) ? new VaultMissing(key) : new VaultFailed(key);
};

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export async function openBucket(options: BucketOptions): Promise<Vault> {
  const disk = openDisk(options);
  const { aside, receive, discard } = await openIncoming(options.incoming);

  const put = (key: string, bytes: Uint8Array) => disk.put(key, bytes).catch(failed(key));
  const get = async (key: string) => Buffer.from(await disk.getBytes(key).catch(failed(key)));
  const stream = (key: string): Promise<Readable> => disk.getStream(key).catch(failed(key));
  const remove = (key: string) => disk.delete(key).catch(failed(key));

  return {
    receive,
    discard,
    put,
    get,
    remove,
    async keep({ path, digest }, key) {
      await put(key, await readFile(path));
      if (sha256(await get(key)) !== digest) throw new VaultFailed(key);
      await rm(path, { force: true });
    },
    async open(key) {
      const { contentLength: size } = await disk.getMetaData(key).catch(failed(key));
      return { size, stream: await stream(key) };
    },
    async *keys() {
      for (let token: string | undefined, first = true; first || token; first = false) {
        const page = { recursive: true, ...(token && { paginationToken: token }) };
        const found = await disk.listAll('', page).catch(failed(''));
        for (const object of found.objects) if (object.isFile) yield object.key;
        token = found.paginationToken;
      }
    },
    keptAt: (key) =>
      disk.getMetaData(key).then(
        ({ lastModified }) => lastModified,
        (error: Error) => (isMissing(error) ? undefined : failed(key)(error)),
      ),
    async lend(key, work) {
      const bytes = await stream(key);
      const path = await aside(async (handle) => {
        for await (const chunk of bytes) await handle.appendFile(chunk as Uint8Array);
      }).catch(failed(key));
      try {
        return await work(path);
      } finally {
        await rm(path, { force: true });
      }
    },
  };
}
