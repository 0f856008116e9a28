/** Every kind of kept file: where the database says it is, and what it should be. */
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Context } from '../kernel/context.js';
import { FiledDocument } from '../allocataires/index.js';
import { Convention, conventionFileKey } from '../conventions/index.js';
import { Deposit } from '../declarations/index.js';
import { Attachment, attachmentFile } from '../messages/index.js';
import type { FileKind } from './damaged-file.js';

export interface KeptFile {
  /** Of its record. */
  id: string;
  key: string;
  digest: string;
}

/** A stretch of the circle of digests. */
export interface Stretch {
  afterDigest: string;
  afterId: string;
  /** The first digest after the stretch; none when it goes to the end. */
  until?: string | undefined;
  most: number;
}

interface Kind {
  /** The files of a Caf after a point, in the order of their digests. */
  stretch(ctx: Context, caf: string, stretch: Stretch): Promise<KeptFile[]>;
  /** The file of one record, as it is now. */
  find(ctx: Context, caf: string, id: string): Promise<KeptFile | undefined>;
}

interface Columns<Entity> {
  id: keyof Entity & string;
  digest: keyof Entity & string;
  key: (record: Entity) => string;
}

type Narrow<Entity extends ObjectLiteral> = (query: SelectQueryBuilder<Entity>) => SelectQueryBuilder<Entity>;

/** @param narrow  to the files of `:caf` */
function kindOf<Entity extends ObjectLiteral>(
  entity: new () => Entity,
  { id, digest, key }: Columns<Entity>,
  narrow: Narrow<Entity> = (query) => query.where('file.caf = :caf'),
): Kind {
  const ofCaf = ({ em }: Context, caf: string) =>
    narrow(em.createQueryBuilder(entity, 'file'))
      .andWhere(`file.${digest} is not null`)
      .setParameters({ caf });
  const keptIn = (record: Entity): KeptFile => ({
    id: String(record[id]),
    key: key(record),
    digest: String(record[digest]),
  });
  return {
    async stretch(ctx, caf, { afterDigest, afterId, until, most }) {
      const query = ofCaf(ctx, caf)
        .andWhere(`file.${digest} >= :afterDigest`, { afterDigest })
        .andWhere(`(file.${digest} > :afterDigest or file.${id} > :afterId)`, { afterId });
      if (until !== undefined) query.andWhere(`file.${digest} < :until`, { until });
      const found = await query.orderBy(`file.${digest}`).addOrderBy(`file.${id}`).limit(most).getMany();
      return found.map(keptIn);
    },
    async find(ctx, caf, subjectId) {
      const found = await ofCaf(ctx, caf).andWhere(`file.${id} = :subjectId`, { subjectId }).getOne();
      return found ? keptIn(found) : undefined;
    },
  };
}

export const kinds: Record<FileKind, Kind> = {
  attestation: kindOf(FiledDocument, { id: 'attestationId', digest: 'digest', key: ({ key }) => key }),
  deposit: kindOf(Deposit, { id: 'id', digest: 'digest', key: ({ file }) => file! }, (query) =>
    query
      .innerJoin('file.declaration', 'declaration')
      .where('declaration.caf = :caf')
      // The file of a refused one goes before its line says so.
      .andWhere("file.file is not null and file.state <> 'refused'"),
  ),
  convention: kindOf(Convention, {
    id: 'id',
    digest: 'documentDigest',
    key: ({ documentDigest }) => conventionFileKey(documentDigest!),
  }),
  signed_copy: kindOf(Convention, {
    id: 'id',
    digest: 'signedDigest',
    key: ({ signedDigest }) => conventionFileKey(signedDigest!),
  }),
  // What was never sent may go at any moment.
  attachment: kindOf(Attachment, { id: 'id', digest: 'digest', key: attachmentFile }, (query) =>
    query.where('file.caf = :caf').andWhere("file.state = 'sent'"),
  ),
};
