/** From the rows that were sent to what was decided of them: each once, at one place, saying the same. */
import type { Invariant } from './invariant.js';
import { bySql } from './invariant.js';
import { ATTESTED, DECIDED, NOT_OVERTAKEN, ORIGIN, PROCESSED, declared } from './rows.js';

const of = (field: string) => `json_extract(a.fields, '$.${field}')`;

export const chain: readonly Invariant[] = [
  {
    name: 'ROW_ATTESTED_ONCE',
    sentence: 'Chaque ligne attestée a une attestation en vigueur, classée, et une seule',
    why: 'a row without one is a family without its benefit, a row with two is paid twice',
    find: bySql({
      looked: `select count(*) as looked from ${declared(ATTESTED)} where ${NOT_OVERTAKEN}`,
      broken: `select r.id as id from ${declared(ATTESTED)}
        left join attestation a on a.rowId = ${ORIGIN} and a.standing = 'current' and a.state = 'filed'
        where ${NOT_OVERTAKEN}
        group by r.id having count(a.id) <> 1`,
    }),
  },
  {
    name: 'EARLIER_ATTESTATION_KEPT',
    sentence: 'Une ligne rectifiée ou retirée depuis garde son attestation d’alors',
    why: 'nothing sent is overwritten',
    find: bySql({
      looked: `select count(*) as looked from ${declared(ATTESTED)} where not ${NOT_OVERTAKEN}`,
      broken: `select r.id as id from ${declared(ATTESTED)}
        left join attestation a on a.rowId = ${ORIGIN}
        where not ${NOT_OVERTAKEN} and a.id is null`,
    }),
  },
  {
    name: 'ATTESTATION_OF_A_SENT_ROW',
    sentence: 'Chaque attestation est celle d’une ligne envoyée et non écartée',
    why: 'nothing is attested that an approver did not engage',
    find: bySql({
      looked: 'select count(*) as looked from attestation',
      broken: `select a.id as id from attestation a
        left join declaration_row r on r.id = a.rowId and r.declarationId = a.declarationId and r.setAside = 0
        left join declaration d on d.id = a.declarationId and d.state in ('sent', 'attested', 'processed')
        where r.id is null or d.id is null`,
    }),
  },
  {
    name: 'NUMBER_CURRENT_ONCE',
    sentence: 'Un numéro n’a qu’une version en vigueur et classée',
    why: 'two versions of one number would both open a right',
    find: bySql({
      looked: 'select count(distinct number) as looked from attestation',
      broken: `select number as id from attestation where standing = 'current' and state = 'filed'
        group by number having count(*) > 1`,
    }),
  },
  {
    name: 'NUMBERS_WITHOUT_GAP',
    sentence: 'Les numéros d’un mois se suivent : aucun ne manque',
    why: 'a number that was given and is nowhere is an attestation that was lost',
    find: bySql({
      looked: `select count(*) as looked from counter where series like 'A-%'`,
      // One pass, whatever the number of Cafs and months.
      broken: `select c.series as id from counter c
        left join (select substr(number, 1, 12) as series, count(distinct number) as numbers
          from attestation group by substr(number, 1, 12)) n on n.series = c.series
        where c.series like 'A-%' and c.value <> coalesce(n.numbers, 0)`,
    }),
  },
  {
    name: 'ATTESTATION_IN_ONE_PLACE',
    sentence: 'Une attestation classée est un document d’un dossier, et d’un seul ; une autre n’y est pas',
    why: 'filed means attached to the record of the allocataire it names',
    find: bySql({
      looked: 'select count(*) as looked from attestation',
      broken: `select a.id as id from attestation a
        left join filed_document f on f.attestationId = a.id and f.caf = a.caf and f.allocataire = a.allocataire
        group by a.id, a.state having count(f.id) <> case when a.state = 'filed' then 1 else 0 end`,
    }),
  },
  {
    name: 'DOCUMENT_OF_AN_ATTESTATION',
    sentence: 'Chaque document classé est celui d’une attestation de ce dossier',
    why: 'a document in the wrong record shows a family to another',
    find: bySql({
      looked: 'select count(*) as looked from filed_document',
      broken: `select f.id as id from filed_document f
        left join attestation a on a.id = f.attestationId and a.caf = f.caf and a.allocataire = f.allocataire
        where a.id is null`,
    }),
  },
  {
    name: 'ATTESTATION_SAYS_ITS_ROW',
    sentence: 'Chaque attestation dit les heures, le montant et l’allocataire de sa ligne',
    why: 'what is paid is what the approver engaged',
    find: bySql({
      looked: `select count(*) as looked from ${declared(ATTESTED)}`,
      broken: `select a.id as id from ${declared(ATTESTED)}
        join attestation a on a.rowId = ${ORIGIN}
        where ${of('hours')} <> r.hours or ${of('specificHours')} <> r.specificHours
          or ${of('amountCents')} <> r.amountCents or a.allocataire <> r.allocataire`,
    }),
  },
  {
    name: 'ROW_DECIDED_ONCE',
    sentence: 'Chaque attestation d’une déclaration traitée a une décision, et une seule',
    why: 'each row is processed or handed over, never both, never neither',
    find: bySql({
      looked: `select count(*) as looked from attestation a join declaration d on d.id = a.declarationId
        where d.state = 'processed'`,
      broken: `select a.id as id from attestation a
        join declaration d on d.id = a.declarationId and d.state = 'processed'
        left join outcome o on o.rowId = a.rowId
        group by a.id having count(o.id) <> 1`,
    }),
  },
  {
    name: 'DECISION_ON_A_FILED_ATTESTATION',
    sentence: 'Chaque décision porte sur une attestation classée, celle de sa ligne',
    why: 'nothing is decided on what is not filed',
    find: bySql({
      looked: 'select count(*) as looked from outcome',
      broken: `select o.id as id from outcome o
        left join attestation a on a.id = o.attestationId and a.rowId = o.rowId and a.state = 'filed'
        left join declaration d on d.id = o.declarationId and ${DECIDED}
        where a.id is null or d.id is null`,
    }),
  },
  {
    name: 'CASE_OF_A_REASSIGNED_ROW',
    sentence:
      'Une ligne confiée à un gestionnaire est un dossier de la file, et un seul ; une autre n’y est pas',
    why: 'a case that nobody can take is a family that nobody answers',
    find: bySql({
      looked: 'select count(*) as looked from outcome',
      broken: `select o.id as id from outcome o left join reassignment c on c.rowId = o.rowId
        group by o.id, o.kind having count(c.id) <> case when o.kind = 'reassigned' then 1 else 0 end
        union all
        select c.id as id from reassignment c left join outcome o on o.rowId = c.rowId where o.id is null`,
    }),
  },
  {
    name: 'TOTALS_EQUAL',
    sentence:
      'Heures et montants d’une déclaration traitée : lignes, attestations, données NIMS et décisions ont le même total',
    why: 'what was declared is what was decided, to the hour and to the cent',
    find: bySql({
      looked: `select count(*) as looked from declaration d where d.state = 'processed' and ${NOT_OVERTAKEN}`,
      broken: `select d.id as id from ${declared(PROCESSED)}
        left join outcome o on o.rowId = ${ORIGIN}
        left join nims_entry n on n.attestationId = o.attestationId and n.kind = 'attestation'
        left join attestation a on a.id = n.attestationId
        where ${NOT_OVERTAKEN} group by d.id
        having sum(r.hours) <> sum(coalesce(${of('hours')}, 0))
          or sum(r.amountCents) <> sum(coalesce(${of('amountCents')}, 0))`,
    }),
  },
];
