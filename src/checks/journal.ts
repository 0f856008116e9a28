/** What happened is told: the journal is whole, and each step has its entry. */
import { verify } from '../kernel/journal.js';
import type { Invariant } from './invariant.js';
import { bySql } from './invariant.js';

/** Those that no entry of that action is about. */
const untold = (action: string, of: string) =>
  `${of}.id not in (select subjectId from journal_entry where action = '${action}')`;

const step = (action: string, states: string) =>
  `select d.id as id, '${action}' as why from declaration d where d.state in (${states}) and ${untold(action, 'd')}`;

export const journal: readonly Invariant[] = [
  {
    name: 'JOURNAL_TELLS',
    sentence: 'Chaque envoi, chaque classement et chaque décision a son entrée au journal',
    why: 'what is written without its entry happened, and nobody can say who did it',
    find: bySql({
      looked: 'select count(*) as looked from attestation',
      broken: [
        step('approve', "'sent', 'attested', 'processed'"),
        step('attest', "'attested', 'processed'"),
        step('close', "'processed'"),
        `select a.id as id, 'file' as why from attestation a where a.state = 'filed' and ${untold('file', 'a')}`,
        `select o.id as id, 'decide' as why from outcome o where o.rowId not in (select a.rowId
          from journal_entry entry join attestation a on a.id = entry.subjectId
          where entry.action in ('process', 'reassign'))`,
      ].join(' union all '),
    }),
  },
  {
    name: 'JOURNAL_WHOLE',
    sentence: 'Le journal est entier, entrée après entrée',
    why: 'what happened is told as it happened, or it shows',
    find: async ({ em }) => {
      const verdicts = await verify(em);
      return {
        looked: verdicts.reduce((sum, { entries }) => sum + entries, 0),
        breaches: verdicts.flatMap(({ chain: id, broken }) =>
          broken ? [{ id: `${id}/${broken.sequence}`, why: broken.why }] : [],
        ),
      };
    },
  },
];
