/** What a decision means to a family: the end of care on its record, and the notice it gets. */
import { matchingRuleCodes, matchingRules } from '../allocataires/index.js';
import { notifyFamilies } from '../declarations/index.js';
import type { Invariant } from './invariant.js';
import { bySql } from './invariant.js';
import { NOT_OVERTAKEN, ORIGIN, PROCESSED, declared } from './rows.js';

/** Months since the year nought, of a month or a day. */
const monthsOf = (column: string) => `substr(${column}, 1, 4) * 12 + substr(${column}, 6, 2)`;

/** On both engines: one of them leaves the quotes. */
const textIn = (column: string, field: string) => `replace(json_extract(${column}, '$.${field}'), '"', '')`;

const sure = matchingRuleCodes.filter((code) => !('doubt' in matchingRules[code]));
const IS_SURE = `(o.kind = 'processed' or coalesce(${textIn('o.evidence', 'rule')}, '') in (${sure.map((code) => `'${code}'`).join(', ')}))`;

/** Its families are told by a job of its own, once it is processed. */
const IS_TOLD = `d.id not in (select ${textIn('payload', 'id')} from job
  where kind = '${notifyFamilies.name}' and state in ('queued', 'running', 'set_aside'))`;

export const families: readonly Invariant[] = [
  {
    name: 'END_OF_CARE_CLOSES',
    sentence:
      'Chaque fin de garde déclarée est au dossier, et ferme le droit au mois qui suit si la ligne est traitée',
    why: 'a right that is closed too early is money a family misses; too late, money it gives back',
    find: bySql({
      looked: `select count(*) as looked from ${declared(PROCESSED)} where ${NOT_OVERTAKEN}`,
      broken: `select r.id as id from ${declared(PROCESSED)}
        join outcome o on o.rowId = ${ORIGIN}
        left join end_of_care e on e.rowId = ${ORIGIN}
        where ${NOT_OVERTAKEN} and (coalesce(e.day, '') <> coalesce(r.endOfCare, '')
          or e.caf <> d.caf or e.structureId <> d.structureId or e.allocataire <> r.allocataire
          or e.id is not null and coalesce(e.birthDate, '') <> coalesce(r.birthDate, '')
          or o.kind = 'reassigned' and e.closesFrom is not null
          or o.kind = 'processed' and e.id is not null
            and (e.closesFrom is null or ${monthsOf('e.closesFrom')} <> ${monthsOf('e.day')} + 1))`,
    }),
  },
  {
    name: 'END_OF_CARE_TAKEN_BACK',
    sentence: 'Une fin de garde est celle d’une ligne décidée, qu’aucune rectification traitée n’a changée',
    why: 'what is declared no more closes no right',
    find: bySql({
      looked: 'select count(*) as looked from end_of_care',
      broken: `select e.id as id from end_of_care e left join outcome o on o.rowId = e.rowId
        where o.id is null or exists (select 1 from attestation a
          join declaration later on later.id = a.endedBy and later.state = 'processed' where a.rowId = e.rowId)`,
    }),
  },
  {
    name: 'NOTICE_ONCE',
    sentence: 'Chaque famille est avisée une fois de ce que devient une attestation ; aucune dans le doute',
    why: 'in doubt about whose child it is, the number may be another family’s',
    find: bySql({
      looked: 'select count(*) as looked from outcome',
      broken: `select o.id as id from outcome o
        join declaration d on d.id = o.declarationId and d.state = 'processed' and ${IS_TOLD}
        join attestation a on a.id = o.attestationId and a.standing = 'current'
        where (select count(*) from attestation told
            join family_notice f on f.\`key\` = concat(told.number, ':', told.version)
            where told.rowId = o.rowId)
          <> case when ${IS_SURE} then 1 else 0 end`,
    }),
  },
  {
    name: 'NOTICE_OF_ITS_FAMILY',
    sentence: 'Chaque avis est celui d’une attestation de cette famille',
    why: 'a notice to another family tells it about a child that is not theirs',
    find: bySql({
      looked: 'select count(*) as looked from family_notice',
      broken: `select f.id as id from family_notice f
        left join attestation a on a.id = f.attestationId and a.caf = f.caf and a.allocataire = f.allocataire
          and f.\`key\` = concat(a.number, ':', a.version)
        where a.id is null`,
    }),
  },
];
