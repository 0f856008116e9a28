/** The data for NIMS: what is ready or withdrawn is there once, in the order in which it became so. */
import type { Invariant } from './invariant.js';
import { bySql } from './invariant.js';
import { DECIDED } from './rows.js';

const publishedBy = (declaration: string) =>
  `exists (select 1 from declaration d where d.id = ${declaration} and ${DECIDED})`;

const unpublished = (kind: string) => `select a.id as id from attestation a
  left join nims_entry n on n.attestationId = a.id and n.kind = '${kind}' where n.id is null`;

export const nims: readonly Invariant[] = [
  {
    name: 'NIMS_HOLDS_READY',
    sentence: 'Chaque attestation prête, ou retirée, est dans les données NIMS',
    why: 'a NIMS decides what it reads, and nothing else',
    find: bySql({
      looked: `select count(*) as looked from attestation where state = 'filed'`,
      broken: `${unpublished('attestation')} and a.state = 'filed' and a.standing = 'current'
          and ${publishedBy('a.declarationId')}
        union all
        ${unpublished('withdrawal')} and a.standing = 'withdrawn' and ${publishedBy('a.endedBy')}`,
    }),
  },
  {
    name: 'NIMS_SAYS_WHAT_IS',
    sentence: 'Chaque entrée des données NIMS est celle d’une attestation de cette Caf, classée, ou retirée',
    why: 'what is not filed is not to be decided, and what stands is not withdrawn',
    find: bySql({
      looked: 'select count(*) as looked from nims_entry',
      broken: `select n.id as id from nims_entry n join attestation a on a.id = n.attestationId
        where a.state <> 'filed' or a.caf <> n.caf or case when n.kind = 'attestation'
          then n.declarationId <> a.declarationId
          else a.standing <> 'withdrawn' or a.endedBy is null or n.declarationId <> a.endedBy end`,
    }),
  },
  {
    name: 'NIMS_IN_ORDER',
    sentence:
      'Les entrées d’une Caf se suivent depuis 1 ; une version, ou un retrait, vient après ce qui précède',
    why: 'whoever has read one has read all those before it',
    find: bySql({
      looked: 'select count(distinct caf) as looked from nims_entry',
      broken: `select c.series as id from counter c
        left join (select caf, count(*) as entries, min(position) as first, max(position) as last
          from nims_entry group by caf) n on c.series = concat('nims-', n.caf)
        where c.series like 'nims-%'
          and (c.value <> coalesce(n.entries, 0) or n.first <> 1 or n.last <> n.entries)
        union all
        select n.id as id from nims_entry n join attestation a on a.id = n.attestationId
        join attestation former on former.number = a.number
          and former.version = case when n.kind = 'attestation' then a.version - 1 else a.version end
        join nims_entry earlier on earlier.attestationId = former.id and earlier.kind = 'attestation'
        where earlier.position > n.position`,
    }),
  },
  {
    name: 'NIMS_DECIDED_ACKNOWLEDGED',
    sentence: 'Ce qui est décidé n’attend plus dans les données NIMS',
    why: 'what waits there is what nobody has decided',
    find: bySql({
      looked: `select count(*) as looked from nims_entry where acknowledgedAt is not null`,
      broken: `select n.id as id from nims_entry n join outcome o on o.attestationId = n.attestationId
        where n.kind = 'attestation' and n.acknowledgedAt is null`,
    }),
  },
];
