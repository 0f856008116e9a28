/** Each file that a record names is there, whole; and a record names each file that is there. */
import { createHash } from 'node:crypto';
import type { Breach, Found, Invariant, Place } from './invariant.js';
import type { Kept, Shelf } from './shelves.js';
import { attachments, attestations, deposits, papers } from './shelves.js';
import { VaultMissing } from '../kernel/vault.js';

/** Records asked for at once. */
const PAGE = 200;
/** Files read at once: more only wait for the same disk. */
const LANES = 8;
const AN_HOUR = 3_600_000;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What is wrong with a file, in French. */
async function flawOf({ vault }: Place, file: Kept): Promise<string | undefined> {
  try {
    const bytes = await vault.get(file.key);
    if (sha256(bytes) !== file.digest) return 'contenu modifié';
    if (file.size !== undefined && bytes.length !== file.size) return 'taille différente';
    const { begins = '' } = file;
    return bytes.subarray(0, begins.length).toString('latin1') === begins ? undefined : 'illisible';
  } catch (error) {
    if (error instanceof VaultMissing) return 'absent';
    throw error;
  }
}

/** What its record says may have changed since: it is asked again before anything is told. */
async function breachOf(place: Place, shelf: Shelf, file: Kept): Promise<Breach[]> {
  if (!(await flawOf(place, file))) return [];
  const again = await shelf.again(place.em, file.id);
  const why = again && (await flawOf(place, again));
  return why ? [{ id: file.id, why }] : [];
}

/** Draws `wanted` of `all` in one pass: each has the same chance. */
function drawing(wanted: number, all: number): () => boolean {
  let [left, needed] = [all, wanted];
  return () => {
    const isDrawn = Math.random() * left < needed;
    left -= 1;
    if (isDrawn) needed -= 1;
    return isDrawn;
  };
}

async function findIn(place: Place, shelf: Shelf): Promise<Found> {
  const { em, sample, progress } = place;
  const all = await shelf.count(em);
  const wanted = Math.min(sample ?? all, all);
  const isDrawn = sample === undefined ? () => true : drawing(wanted, all);
  const found: Found = { looked: 0, breaches: [] };
  for (let after = ''; ;) {
    const page = await shelf.after(em, after, PAGE);
    if (page.length === 0) return found;
    after = page.at(-1)!.id;
    const drawn = page.filter(isDrawn);
    for (let at = 0; at < drawn.length; at += LANES) {
      const files = drawn.slice(at, at + LANES);
      const breaches = await Promise.all(files.map((file) => breachOf(place, shelf, file)));
      found.breaches.push(...breaches.flat());
      progress((found.looked += files.length), wanted);
    }
  }
}

const inAll =
  (...shelves: readonly Shelf[]): Invariant['find'] =>
  async (place) => {
    const found: Found = { looked: 0, breaches: [] };
    for (const shelf of shelves) {
      const { looked, breaches } = await findIn(place, shelf);
      found.looked += looked;
      found.breaches.push(...breaches);
    }
    return found;
  };

const shelves = [deposits, attachments, attestations, ...papers];

/** Those of these keys that no record names. */
async function unknownAmong({ em }: Place, keys: string[]): Promise<string[]> {
  const known = await Promise.all(
    shelves.map((shelf) =>
      shelf.known(
        em,
        keys.filter((key) => key.startsWith(shelf.at)),
      ),
    ),
  );
  const named = new Set(known.flat());
  return keys.filter((key) => !named.has(key));
}

/** A killed process leaves files that nobody was promised; a recent one may be on its way to its record. */
async function orphans(place: Place): Promise<Found> {
  const { vault, now } = place;
  const found = { looked: 0, breaches: [] as Breach[] };
  let recent = 0;
  const look = async (keys: string[]) => {
    for (const id of await unknownAmong(place, keys)) {
      const keptAt = await vault.keptAt(id);
      if (keptAt && keptAt.getTime() < now.getTime() - AN_HOUR) found.breaches.push({ id });
      else if (keptAt) recent += 1;
    }
    found.looked += keys.length;
  };
  let keys: string[] = [];
  for await (const key of vault.keys()) {
    if (keys.push(key) < PAGE) continue;
    await look(keys);
    keys = [];
  }
  await look(keys);
  const remark = `dont ${recent} de moins d’une heure que rien ne nomme encore`;
  return recent > 0 ? { ...found, remark } : found;
}

export const files: readonly Invariant[] = [
  {
    name: 'DEPOSIT_KEPT',
    sentence: 'Chaque classeur reçu est là, tel qu’il fut reçu',
    why: 'the approver engaged the partner on these bytes',
    find: inAll(deposits),
  },
  {
    name: 'ATTACHMENT_KEPT',
    sentence: 'Chaque pièce jointe à un message est là, telle qu’elle fut reçue',
    why: 'what was answered to a structure, or by it, is read again later',
    find: inAll(attachments),
  },
  {
    name: 'FILED_MEANS_THERE',
    sentence: 'Chaque attestation classée est là, lisible, telle qu’elle fut classée',
    why: 'filed means stored, re-read, same hash',
    find: inAll(attestations),
  },
  {
    name: 'PAPER_KEPT',
    sentence: 'Chaque convention imprimée ou signée est là, telle qu’elle fut rangée',
    why: 'it is what the partner and the Caf signed',
    find: inAll(...papers),
  },
  {
    name: 'FILE_NAMED',
    sentence: 'Chaque fichier est nommé par un enregistrement',
    why: 'personal data that nobody knows of is data that nobody erases',
    find: orphans,
  },
];
