/** The things of the matrix that come before any month: conventions, habilitation requests; all « here ». */
import { Convention } from '../../../src/conventions/index.js';
import { Habilitation } from '../../../src/habilitations/index.js';
import { Person } from '../../../src/identity/index.js';
import { newId } from '../../../src/kernel/id.js';
import type { Bench } from '../../bench.js';
import type { Seen } from '../../caller.js';
import { advance, conventionInput, follow, request, scan, sirenAt, siretAt } from '../../conventions/case.js';
import type { Content } from '../../requests/asking.js';
import { draftOf, step } from '../../requests/asking.js';
import type { People } from './people.js';
import { emailOf } from './people.js';

/** What is asked of a convention: of a partner that nobody knows yet. */
export const covering = () => conventionInput([siretAt(sirenAt(1), 1)]);

const seenOf = ({ id, revision }: Seen): Seen => ({ id, revision });

/** Whoever asked for these holds the role on them; whose role has ended did too. */
async function endedApplicant({ house }: Bench, names: Map<string, string>, ids: string[]): Promise<void> {
  const [personId] = [...names].find(([, name]) => name === 'applicant no more')!;
  const since = '2026-01-01T00:00:00.000Z';
  const role = 'applicant' as const;
  await house.database.write((em) =>
    em.insert(
      Habilitation,
      ids.map((conventionId) => ({
        id: newId(),
        personId,
        role,
        caf: '493',
        conventionId,
        since,
        until: since,
      })),
    ),
  );
}

/** Conventions under way, each where some step is taken; the automata's work on the last ones waits. */
export async function agreements(bench: Bench, { callers, names }: People) {
  const applicant = callers.get('applicant here')!;
  const officer = callers.get('conventionOfficer here')!;
  const asked = async (): Promise<Seen> =>
    follow(applicant, await request(applicant, { convention: covering() }));
  const prepared = async () => advance(officer, await asked(), 'PREPARE');
  const onceWorked = [await prepared(), await prepared()];
  await bench.work();
  const [printed, returnedSigned] = await Promise.all(onceWorked.map((it) => follow(officer, it)));
  await applicant.put(returnedSigned!.signedCopyAddress, scan());
  const made = {
    printed: seenOf(printed!),
    signed: seenOf(await follow(officer, returnedSigned!)),
    requested: seenOf(await asked()),
    sentBack: seenOf(await advance(officer, await asked(), 'RETURN', { reason: 'À compléter.' })),
    refused: seenOf(
      await advance(officer, await asked(), 'REFUSE', { reason: 'Hors du ressort de la Caf.' }),
    ),
    withdrawn: seenOf(await advance(applicant, await asked(), 'WITHDRAW')),
    unprinted: seenOf(await prepared()),
  };
  await endedApplicant(
    bench,
    names,
    Object.values(made).map(({ id }) => id),
  );
  return made;
}

/** The convention here names the manager here: it is from them that the Caf takes requests. */
export const nameManager = ({ house }: Bench, { id }: Convention): Promise<unknown> =>
  house.database.write((em) =>
    em.update(Convention, { id }, { managerEmail: emailOf('habilitationManager here') }),
  );

const named = (firstName: string): Content => ({
  civility: 'MADAME',
  firstName,
  lastName: 'Le Goff',
  email: `${firstName.toLowerCase()}@nouvelle.example`,
  roles: ['FINANCIAL_PROVIDER'],
});

/** Somebody who has a password, and whom nothing else names. */
const known = ({ house }: Bench, { email, firstName }: Content): Promise<unknown> =>
  house.database.write((em) =>
    em.insert(Person, {
      id: newId(),
      email: email!,
      civility: 'Madame',
      firstName: firstName!,
      lastName: 'Le Goff',
      passwordHash: 'never matched',
    }),
  );

/** Habilitation requests in each state, for people of whom nothing else speaks. */
export async function requests(bench: Bench, structureId: string, { callers }: People) {
  const manager = callers.get('habilitationManager here')!;
  const officer = callers.get('conventionOfficer here')!;
  const drafted = (content: Content, kind: 'ADD' | 'MODIFY' | 'REMOVE' = 'ADD') =>
    draftOf(manager, structureId, kind, content);
  const sent = async (content: Content, kind?: 'MODIFY') =>
    step(manager, await drafted(content, kind), 'SUBMIT');
  const accepted = async (content: Content) => step(officer, await sent(content), 'ACCEPT');
  const [alice, berthe] = [named('Alice'), named('Berthe')];
  await known(bench, alice);
  await known(bench, berthe);
  const requestAccepted = await accepted(alice);
  await accepted(berthe);
  return {
    requestAccepted: seenOf(requestAccepted),
    requestDone: seenOf(await step(manager, await drafted({ email: berthe.email! }, 'REMOVE'), 'REMOVE')),
    requestRefused: seenOf(await step(officer, await sent(named('Clara')), 'REFUSE', 'Adresse personnelle.')),
    requestSent: seenOf(await sent(named('Diane'))),
    modification: seenOf(await sent({ ...alice, formerEmail: alice.email!, roles: ['APPROVER'] }, 'MODIFY')),
    requestDraft: seenOf(await drafted(named('Elsa'))),
    removal: seenOf(await drafted({ email: alice.email! }, 'REMOVE')),
  };
}
