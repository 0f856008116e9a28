/** The kinds of files that are kept: which records name them, and where. */
import type { EntityManager } from 'typeorm';
import { In, IsNull, MoreThan, Not } from 'typeorm';
import { FiledDocument } from '../allocataires/index.js';
import { Attestation } from '../attestations/index.js';
import { Convention, conventionFileKey } from '../conventions/index.js';
import { Deposit } from '../declarations/index.js';
import { Attachment, attachmentFile } from '../messages/index.js';

/** A file as a record names it. */
export interface Kept {
  /** Of the record. */
  id: string;
  key: string;
  digest: string;
  /** In bytes, where the record says it. */
  size?: number;
  /** How it begins, as every reader of its kind asks. */
  begins?: string;
}

export interface Shelf {
  /** Where the names of its files begin. */
  at: string;
  count(em: EntityManager): Promise<number>;
  /** Records in order, after one of them. */
  after(em: EntityManager, id: string, count: number): Promise<Kept[]>;
  /** As the record names it now; nothing when it names none any more. */
  again(em: EntityManager, id: string): Promise<Kept | undefined>;
  /** Those of these keys that a record names, or is about to. */
  known(em: EntityManager, keys: string[]): Promise<string[]>;
}

/** `workbooks/493/2026-10/<name>.xlsx` → `<name>`. */
const nameOf = (key: string): string => /([^/]*)\.\w+$/.exec(key)?.[1] ?? '';

/** Characters of an id. */
const ID = 36;

/** `attestations/493/2026-10/<id>-<digest>.pdf` → `<id>`. */
const printedIn = (key: string): string => nameOf(key).slice(0, ID);

const inOrder = { id: 'ASC' } as const;

/** One that was not read yet may be anything. */
const workbook = ({ id, file, digest, size, state }: Deposit): Kept => ({
  id,
  key: file!,
  digest,
  size,
  begins: state === 'done' ? 'PK' : '',
});
// The file of a refused one goes before its line says so.
const received = { file: Not(IsNull()), state: Not('refused' as const) };

export const deposits: Shelf = {
  at: 'workbooks/',
  count: (em) => em.countBy(Deposit, received),
  after: async (em, id, take) =>
    (await em.find(Deposit, { where: { ...received, id: MoreThan(id) }, order: inOrder, take })).map(
      workbook,
    ),
  again: async (em, id) => (await em.findBy(Deposit, { ...received, id })).map(workbook)[0],
  known: async (em, keys) =>
    (await em.findBy(Deposit, { id: In(keys.map(nameOf)) })).flatMap(({ file }) => file ?? []),
};

const PDF = '%PDF-';
const printed = ({ id, key, digest, size }: FiledDocument): Kept => ({ id, key, digest, size, begins: PDF });

/** Of what was made again because its file was damaged, the file is kept as evidence, such as it is. */
const filed = (em: EntityManager) =>
  em
    .createQueryBuilder(FiledDocument, 'file')
    .where(
      "not exists (select 1 from attestation a where a.id = file.attestationId and a.endReason = 'damaged')",
    );

export const attestations: Shelf = {
  at: 'attestations/',
  count: (em) => filed(em).getCount(),
  after: async (em, id, count) =>
    (await filed(em).andWhere('file.id > :id', { id }).orderBy('file.id').limit(count).getMany()).map(
      printed,
    ),
  again: async (em, id) => (await filed(em).andWhere({ id }).getMany()).map(printed)[0],
  async known(em, keys) {
    const ids = In(keys.map(printedIn));
    const files = await em.findBy(FiledDocument, { attestationId: ids });
    // One that is numbered is printed before it is filed.
    const numbered = await em.findBy(Attestation, { id: ids, state: 'numbered' });
    const waiting = new Set(numbered.map(({ id }) => id));
    return [...files.map(({ key }) => key), ...keys.filter((key) => waiting.has(printedIn(key)))];
  },
};

const attached = ({ id, digest, size }: Attachment): Kept => ({
  id,
  key: attachmentFile({ id, digest }),
  digest,
  size,
});
// One that arrives has its line before its file; the file of a dropped one goes before its line.
const sent = { state: In(['received' as const, 'sent' as const]) };

export const attachments: Shelf = {
  at: 'messages/',
  count: (em) => em.countBy(Attachment, sent),
  after: async (em, id, take) =>
    (await em.find(Attachment, { where: { ...sent, id: MoreThan(id) }, order: inOrder, take })).map(attached),
  again: async (em, id) => (await em.findBy(Attachment, { ...sent, id })).map(attached)[0],
  known: async (em, keys) =>
    (await em.findBy(Attachment, { id: In(keys.map((key) => key.slice(-ID))) })).map(attachmentFile),
};

/** A paper is named by its digest. */
const paperOf = (which: 'documentDigest' | 'signedDigest'): Shelf => {
  const papers = (found: Convention[]): Kept[] =>
    found.map(({ id, [which]: digest }) => ({
      id,
      key: conventionFileKey(digest!),
      digest: digest!,
      begins: PDF,
    }));
  const kept = { [which]: Not(IsNull()) };
  return {
    at: 'conventions/',
    count: (em) => em.countBy(Convention, kept),
    after: async (em, id, take) =>
      papers(await em.find(Convention, { where: { ...kept, id: MoreThan(id) }, order: inOrder, take })),
    again: async (em, id) => papers(await em.findBy(Convention, { ...kept, id }))[0],
    known: async (em, keys) =>
      papers(await em.findBy(Convention, { [which]: In(keys.map(nameOf)) })).map(({ key }) => key),
  };
};

export const papers: readonly Shelf[] = [paperOf('documentDigest'), paperOf('signedDigest')];
