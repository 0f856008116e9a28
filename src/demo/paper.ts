/** A convention from the wish to join to its activation, played by its people over HTTP and by letter. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotRun } from '../commands/command.js';
import type { Seen } from './client.js';
import { Person, SEEN } from './client.js';
import { hirondelles, nameOf } from './hirondelles.js';
import { letterTo, linkIn } from './letters.js';
import type { Newcomer } from './newcomers.js';
import { welcome } from './newcomers.js';
import type { Stage } from './stage.js';
import { plural, teller } from './teller.js';

export interface Convention extends Seen {
  reference: string;
  stateLabel: string;
  signedCopyAddress: string;
}

export async function readConvention(person: Person, id: string): Promise<Convention> {
  const { convention } = await person.ask<{ convention: Convention }>(
    `query ($id: ID!) { convention(id: $id) { ${SEEN} reference stateLabel signedCopyAddress } }`,
    { id },
  );
  return convention;
}

async function advance(person: Person, id: string, step: string): Promise<void> {
  const { revision } = await readConvention(person, id);
  await person.ask(
    `mutation ($id: ID!, $revision: Int!, $step: ConventionClick!) {
      advanceConvention(id: $id, revision: $revision, step: $step) { id }
    }`,
    { id, revision, step },
  );
}

async function request(address: string): Promise<string> {
  const { caf, partner: partnerName, structures, manager, applicant } = hirondelles;
  const { requestConvention } = await Person.nobody(address).ask<{
    requestConvention: { id: string; reference: string };
  }>(
    `mutation ($caf: ID!, $convention: ConventionInput!, $applicant: NamedPersonInput!) {
      requestConvention(caf: $caf, service: CMG, convention: $convention, applicant: $applicant) { id reference }
    }`,
    { caf, convention: { partnerName, structures, manager }, applicant },
  );
  teller.step(
    `${nameOf(applicant)} demande la convention ${requestConvention.reference} pour ${partnerName}`,
  );
  return requestConvention.id;
}

interface Known {
  sentence: string;
  establishment: { name: string; address: string[]; open: boolean } | null;
}

/** The officer asks the company directory about each structure, and reads what it knows. */
async function check(officer: Person): Promise<void> {
  teller.step(
    `${officer.name}, chargée de conventionnement, vérifie les structures à l’annuaire des entreprises`,
  );
  for (const { siret } of hirondelles.structures) {
    const { establishment: answer } = await officer.ask<{ establishment: Known }>(
      `query ($siret: String!) {
        establishment(siret: $siret) { sentence establishment { name address open } }
      }`,
      { siret },
    );
    const { name, address, open } = answer.establishment ?? {
      name: answer.sentence,
      address: [],
      open: true,
    };
    teller.detail([`${siret} : ${name}`, ...address, open ? 'ouvert' : 'fermé'].join(', '));
  }
}

/** The PDF that the letter leads to, kept among the documents; it is returned as if it had been signed and scanned. */
async function sign({ outbox, documents }: Stage, applicant: Person, id: string): Promise<void> {
  teller.progress('la convention s’imprime');
  const { pathname } = linkIn(await letterTo(outbox, hirondelles.applicant.email, /à signer$/));
  teller.endProgress();
  const paper = await applicant.download(pathname);
  const { reference, signedCopyAddress } = await readConvention(applicant, id);
  await writeFile(join(documents, `${reference}.pdf`), paper);
  teller.step(`L’automate imprime la convention ; ${applicant.name} la reçoit : documents/${reference}.pdf`);
  await applicant.put(
    signedCopyAddress,
    new Uint8Array(Buffer.concat([paper, Buffer.from('\n% signature\n')])),
  );
  teller.step(`${applicant.name} renvoie l’exemplaire signé`);
}

export interface Activated {
  id: string;
  applicant: Newcomer;
  manager: Newcomer;
}

/** @throws CannotRun when it does not come into force */
export async function activate(stage: Stage, officer: Person): Promise<Activated> {
  teller.title(`Convention, ${hirondelles.partner}`);
  const id = await request(stage.address);
  const applicant = await welcome(stage, hirondelles.applicant, 'demandeuse');
  await check(officer);
  await advance(officer, id, 'PREPARE');
  await sign(stage, applicant.person, id);
  await advance(officer, id, 'ACTIVATE');
  const { stateLabel } = await readConvention(officer, id);
  teller.step(`${officer.name} vérifie l’exemplaire et active la convention : ${stateLabel.toLowerCase()}`);
  const manager = await welcome(stage, hirondelles.manager, 'gestionnaire des habilitations');
  const seen = await structuresOf(manager.person);
  if (seen.length !== hirondelles.structures.length) throw new CannotRun('Des structures manquent.');
  teller.detail(plural(seen.length, 'structure à gérer', 'structures à gérer'));
  return { id, applicant, manager };
}

export interface Place {
  id: string;
  name: string;
}

/** The structures that a person sees now. */
export async function structuresOf(person: Person): Promise<Place[]> {
  const { me } = await person.ask<{ me: { structures: { edges: { node: Place }[] } } }>(
    '{ me { structures { edges { node { id name } } } } }',
  );
  return me.structures.edges.map(({ node }) => node);
}
