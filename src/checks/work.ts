/** Nothing stuck: what waits for an automaton has its work, and no work waits for ever. */
import type { EntityManager } from 'typeorm';
import { In, Not } from 'typeorm';
import { underWay } from '../declarations/index.js';
import { makeFileAgain } from '../filing/index.js';
import { instant } from '../kernel/calendar.js';
import { Job } from '../kernel/jobs.js';
import type { Breach, Invariant, Place } from './invariant.js';
import { bySql, lasting } from './invariant.js';

/** Milliseconds after the end of its lease within which a job is taken over (workers/claim.ts), and a margin. */
const TAKEN_OVER_WITHIN = 60_000;
/** Milliseconds: a national month is over in half of it. */
const DONE_WITHIN = 2 * 3_600_000;

/** A record in that state is in the hands of an automaton: it has a job of that family, or it stays there for good. */
const waiting: readonly { of: string; jobs: string; ids: string }[] = [
  {
    of: 'dépôt',
    jobs: 'deposits.',
    ids: `select id from deposit where state in (${underWay.map((state) => `'${state}'`).join(', ')})`,
  },
  {
    of: 'déclaration envoyée',
    jobs: 'attestations.',
    // An amendment has its turn once what it amends is processed.
    ids: `select d.id as id from declaration d left join declaration former on former.id = d.amendsId
      where d.state = 'sent' and (d.amendsId is null or former.state = 'processed')`,
  },
  {
    of: 'déclaration attestée',
    jobs: 'processing.',
    // Or those of a NIMS outside, which has what it has to decide.
    ids: `select d.id as id from declaration d where d.state = 'attested' and not exists (
      select 1 from attestation a join caf on caf.code = a.caf and caf.nimsDecider = 'outside'
      join nims_entry n on n.attestationId = a.id left join outcome o on o.rowId = a.rowId
      where a.declarationId = d.id and a.standing = 'current' and o.id is null)`,
  },
  {
    of: 'attestation à refaire',
    jobs: makeFileAgain.name,
    ids: `select id from damaged_file where kind = 'attestation' and state = 'found'`,
  },
  {
    of: 'attestation numérotée',
    jobs: makeFileAgain.name,
    // Those of a declaration that is sent are in its own hands; after that, one is made again.
    ids: `select coalesce(damage.id, a.id) as id from attestation a
      join declaration d on d.id = a.declarationId and d.state <> 'sent'
      left join attestation former on former.number = a.number and former.version = a.version - 1
      left join damaged_file damage on damage.subjectId = former.id and damage.state = 'found'
      where a.state = 'numbered'`,
  },
  { of: 'courrier', jobs: 'mail.send', ids: `select id from mail where state = 'queued'` },
];

/** What the jobs that are not done are about, by their kind. */
const openWork = (em: EntityManager): Promise<Pick<Job, 'kind' | 'payload'>[]> =>
  em.find(Job, { select: { id: true, kind: true, payload: true }, where: { state: Not('done' as const) } });

async function withoutWork({ em }: Place): Promise<{ looked: number; breaches: Breach[] }> {
  const found = await Promise.all(waiting.map(({ ids }) => em.query<{ id: string }[]>(ids)));
  const open = await openWork(em);
  const breaches = waiting.flatMap(({ of, jobs }, at) => {
    const about = new Set(open.filter(({ kind }) => kind.startsWith(jobs)).map(({ payload }) => payload.id));
    return found[at]!.filter(({ id }) => !about.has(id)).map(({ id }) => ({ id, why: of }));
  });
  return { looked: found.flat().length, breaches };
}

/** Jobs in a state, in which they may not be any more. */
const jobsThat = (broken: (place: Place) => Promise<Job[]>, states: Job['state'][]): Invariant['find'] =>
  lasting(async (place) => ({
    looked: await place.em.countBy(Job, { state: In(states) }),
    breaches: (await broken(place)).map(({ id, kind, lastError }) => ({
      id,
      why: lastError ? `${kind}, ${lastError}` : kind,
    })),
  }));

const ago = ({ now }: Place, milliseconds: number): string => instant(new Date(now.getTime() - milliseconds));

export const work: readonly Invariant[] = [
  {
    name: 'WORK_QUEUED',
    sentence: 'Ce qui attend un automate a son travail dans la file',
    why: 'a step and its work are one transaction: the one without the other waits for ever',
    find: lasting(withoutWork),
  },
  {
    name: 'WORK_TAKEN_OVER',
    sentence: 'Aucun travail n’est retenu par un automate disparu',
    why: 'the lease of a dead worker ends, and another takes its work over',
    find: jobsThat(
      (place) =>
        place.em
          .createQueryBuilder(Job, 'job')
          .where("job.state = 'running' and job.leaseUntil < :until", {
            until: ago(place, TAKEN_OVER_WITHIN),
          })
          .getMany(),
      ['running'],
    ),
  },
  {
    name: 'WORK_DONE_IN_TIME',
    sentence: 'Aucun travail n’attend depuis plus de deux heures',
    why: 'work that is due and that nobody takes is a service that does not run',
    find: jobsThat(
      (place) =>
        place.em
          .createQueryBuilder(Job, 'job')
          .where("job.state = 'queued' and job.runAt < :until", { until: ago(place, DONE_WITHIN) })
          .getMany(),
      ['queued'],
    ),
  },
  {
    name: 'WORK_NOT_SET_ASIDE',
    sentence: 'Aucun travail n’a été mis de côté',
    why: 'somebody has to look at it, then have it done again',
    find: jobsThat(({ em }) => em.findBy(Job, { state: 'set_aside' }), ['set_aside']),
  },
  {
    name: 'MAIL_ONCE',
    sentence: 'Chaque courrier est écrit une seule fois',
    why: 'the same step told twice to the same person is one letter',
    find: bySql({
      looked: 'select count(*) as looked from mail',
      broken: `select min(id) as id from mail group by deduplication having count(*) > 1
        union select min(id) as id from mail group by messageId having count(*) > 1`,
    }),
  },
];
