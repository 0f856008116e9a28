/** Versions of one number: each replaces the one before it, whether an amendment or a damaged file made it. */
import type { Invariant } from './invariant.js';
import { bySql } from './invariant.js';

const FORMER = 'former.number = a.number and former.version = a.version - 1';

export const versions: readonly Invariant[] = [
  {
    name: 'VERSION_REPLACES',
    sentence: 'Chaque version classée remplace la précédente, et dit pourquoi',
    why: 'two versions that stand would both open a right',
    find: bySql({
      looked: 'select count(*) as looked from attestation where version > 1',
      broken: `select a.id as id from attestation a left join attestation former on ${FORMER}
        where a.version > 1 and a.state = 'filed'
          and (former.id is null or former.state <> 'filed' or former.standing <> 'replaced'
            or case when former.declarationId = a.declarationId
              then coalesce(former.endReason, '') <> 'damaged' or former.endedBy is not null
              else coalesce(former.endReason, '') <> 'amended' or coalesce(former.endedBy, '') <> a.declarationId end)
        union all
        select former.id as id from attestation former
        left join attestation a on ${FORMER} and a.state = 'filed'
        where former.standing = 'replaced' and a.id is null`,
    }),
  },
  {
    name: 'DECISION_ON_THE_LAST_VERSION',
    sentence:
      'Chaque décision, et chaque dossier de la file, porte sur la dernière version classée de sa ligne',
    why: 'what an adviser opens is what stands',
    find: bySql({
      looked: 'select count(*) as looked from outcome',
      broken: ['outcome', 'reassignment']
        .map(
          (table) => `select o.id as id from ${table} o join attestation a on a.id = o.attestationId
            join attestation later on later.rowId = a.rowId and later.version > a.version and later.state = 'filed'`,
        )
        .join(' union all '),
    }),
  },
  {
    name: 'DAMAGED_MADE_AGAIN',
    sentence: 'Une attestation refaite après dommage a une version suivante, classée, qui la remplace',
    why: 'a family whose file was lost has the same attestation, under the next version, and one only',
    find: bySql({
      looked: `select count(*) as looked from damaged_file where kind = 'attestation'`,
      broken: `select damage.id as id from damaged_file damage
        left join attestation former on former.id = damage.subjectId and former.endReason = 'damaged'
        left join attestation a on a.id = damage.replacedBy and a.rowId = former.rowId
          and a.version > former.version and a.state = 'filed'
        where damage.kind = 'attestation' and damage.state = 'made_again' and a.id is null
        union all
        select former.id as id from attestation former
        left join damaged_file damage on damage.subjectId = former.id and damage.kind = 'attestation'
          and damage.state = 'made_again'
        where former.endReason = 'damaged' and damage.id is null`,
    }),
  },
];
