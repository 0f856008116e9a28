/** The adviser's queue, worked over HTTP: what the automaton could not settle. */
import { DEMO_PASSWORD } from '../seed/index.js';
import type { Page, Seen } from './client.js';
import { Person, SEEN } from './client.js';
import { plural, teller } from './teller.js';

interface Case extends Seen {
  sentence: string;
  ageInDays: number;
  attestation: { number: string };
  estimate: { missing: string[]; trace: { sentence: string }[] } | null;
}

/** What the month is worth, rule by rule, or what is missing to tell. */
function tellEstimate({ attestation, estimate }: Case): void {
  if (!estimate) return;
  teller.step(`${attestation.number}, ce que vaut le mois, règle par règle`);
  const { missing, trace } = estimate;
  for (const { sentence } of trace) teller.detail(sentence);
  if (missing.length > 0) teller.detail(`Il manque ${missing.join(', ')}.`);
}

/** The adviser reads the queue, takes its first case and closes it. */
export async function workQueue(address: string, email: string): Promise<void> {
  const adviser = await Person.signIn(address, email, DEMO_PASSWORD);
  teller.title(`File de réaffectation, ${adviser.name}, gestionnaire conseil allocataire`);
  const { reassignments } = await adviser.ask<{ reassignments: Page<Case> & { totalCount: number } }>(
    `{ reassignments(state: OPEN) { totalCount pageInfo { hasNextPage endCursor }
      edges { node { id revision sentence ageInDays attestation { number }
        estimate { missing trace { sentence } } } } } }`,
  );
  teller.step(plural(reassignments.totalCount, 'attestation à prendre', 'attestations à prendre'));
  for (const { node } of reassignments.edges) teller.detail(`${node.attestation.number} : ${node.sentence}`);
  const first = reassignments.edges[0]?.node;
  if (!first) return;
  const step = async ({ id, revision }: Seen, more: Record<string, string>) => {
    const { advanceReassignment } = await adviser.ask<{ advanceReassignment: Seen }>(
      `mutation ($id: ID!, $revision: Int!, $step: ReassignmentStep!, $outcome: ClosingOutcome, $comment: String) {
        advanceReassignment(id: $id, revision: $revision, step: $step, outcome: $outcome, comment: $comment) { ${SEEN} }
      }`,
      { id, revision, ...more },
    );
    return advanceReassignment;
  };
  tellEstimate(first);
  const claimed = await step(first, { step: 'CLAIM' });
  await step(claimed, {
    step: 'CLOSE',
    outcome: 'PROCESSED_BY_HAND',
    comment: 'Vérifié au dossier, attestation traitée.',
  });
  teller.step(`${first.attestation.number} prise en charge puis close : traitée par un gestionnaire`);
}
