/** The outbox: one file for each letter, whole or absent, and the way to read them back. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import type { Instant } from '../kernel/calendar.js';
import { syncFolder } from './vault.js';

const EXTENSION = '.eml';

/** `<01-ab@caf.example>` → `01-ab.eml`: the same letter is the same file. */
const fileOf = (messageId: string): string => {
  const [, local] = /^<([\w-]+)@/.exec(messageId) ?? [];
  if (!local) throw new Error('The id of a letter is not one of the house.');
  return `${local}${EXTENSION}`;
};

/** Keeps a letter, in the place of its earlier copy if there is one. */
export async function keep(folder: string, messageId: string, bytes: Uint8Array): Promise<void> {
  const path = join(folder, fileOf(messageId));
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${randomUUID()}`);
  const handle = await open(temporary, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await syncFolder(folder);
}

/** A letter as its reader would see it. */
export interface KeptLetter {
  at: Instant;
  to: string;
  subject: string;
  text: string;
}

async function read(path: string): Promise<KeptLetter> {
  const { date = '', to = [], subject = '', text = '' } = await PostalMime.parse(await readFile(path));
  return { at: date, to: to.map(({ address }) => address).join(', '), subject, text };
}

const namesIn = async (folder: string): Promise<string[]> => {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => name.endsWith(EXTENSION)).toSorted();
};

/** The letters of the folder, the newest last; none when there is no such folder. */
export async function readOutbox(folder: string): Promise<KeptLetter[]> {
  const letters = await Promise.all((await namesIn(folder)).map((name) => read(join(folder, name))));
  return letters.toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
}
