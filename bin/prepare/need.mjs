/** A need: how to tell that it is met, and how to meet it. Two launchers never meet needs at the same time. */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Need
 * @property {() => boolean} isMet   quick, changes nothing on disk
 * @property {() => Promise<void>} meet   @throws Hindrance
 */

/** Something only the person can put right; the message says in French what, and how. */
export class Hindrance extends Error {}

/** The folder of the clone. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const lock = join(root, 'var/preparing');
const YOUNG = 10_000;

/** Meets the needs in order. The lock is only taken when there is something to do. */
export async function prepare(needs) {
  if (needs.every((need) => need.isMet())) return;
  await acquire();
  process.once('exit', release);
  try {
    for (const need of needs) if (!need.isMet()) await need.meet();
  } finally {
    process.off('exit', release);
    release();
  }
}

/** Adds a process to those that hold the lock: an install outlives a launcher that was killed. */
export const holdFor = (pid) => writeFileSync(join(lock, 'processes'), `${process.pid} ${pid}`);

async function acquire() {
  mkdirSync(dirname(lock), { recursive: true });
  for (let told = false; ;) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, 'processes'), `${process.pid}`);
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holders = readHolders();
    if (!isHeld(holders)) {
      discard(holders);
      continue;
    }
    if (!told) console.error('Une autre commande Habilis prépare déjà ce dossier : attente de sa fin…');
    told = true;
    await pause(200);
  }
}

const release = () => rmSync(lock, { recursive: true, force: true });

/** The processes written in the lock; nothing when it has just been made, or has just gone. */
function readHolders(folder = lock) {
  try {
    return readFileSync(join(folder, 'processes'), 'utf8');
  } catch {
    return '';
  }
}

function isHeld(holders) {
  if (holders) return holders.split(' ').map(Number).some(isAlive);
  const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Date.now() - made < YOUNG;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Renaming is atomic: of several launchers that see the same dead lock, one removes it, once. */
function discard(holders) {
  const aside = `${lock}-${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch {
    return;
  }
  if (readHolders(aside) !== holders) renameSync(aside, lock);
  else rmSync(aside, { recursive: true });
}
