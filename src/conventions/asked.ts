/** Reading what is asked of a convention: bounded, tidied, and every fault told at once, with its place. */
import type { Civility, Named } from '../identity/index.js';
import { isMailbox, mailbox } from '../identity/index.js';
import { MOST_DECLARANTS } from '../habilitations/index.js';
import { Refusal } from '../kernel/refusal.js';
import type { StructureKind } from '../partners/index.js';
import { readSiret, sirenOf, structureKindNames } from '../partners/index.js';
import type { Service } from './convention.js';
import { serviceNames, serviceOf } from './convention.js';
import type { Fault } from './refusals.js';
import { ConventionRequestInvalid } from './refusals.js';

export interface AskedStructure {
  siret: string;
  kind: StructureKind;
  name: string;
  address: string[];
  email: string;
  phone: string;
  /** For CMG only: two at most. */
  declarants: Named[];
}

export interface Asked {
  service: Service;
  partnerName: string;
  structures: AskedStructure[];
  manager: Named;
}

/** Structures of one convention, at most: the largest partners run about a hundred at one Caf. */
export const MOST_STRUCTURES = 200;
const MOST_ADDRESS_LINES = 6;
const longest = { name: 200, person: 100, line: 100, phone: 20 };
const PHONE = /^\+?[\d .()-]{6,20}$/;

/** On one line, without control characters: it is printed, and heads letters. */
const oneLine = (text: string): string => text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();

/** Gathers the faults of one part of the request, known by its path and by how people call it. */
class Reader {
  constructor(
    private readonly faults: Fault[],
    private readonly path: string,
    private readonly called: string,
  ) {}

  fault(field: string, sentence: string): void {
    const at = [this.path, field].filter(Boolean).join('.');
    this.faults.push({ field: at, sentence: this.called ? `${this.called}, ${sentence}` : sentence });
  }

  line(field: string, name: string, text: string, most: number): string {
    const line = oneLine(text);
    if (!line || line.length > most) this.fault(field, `${name} : de 1 à ${most} caractères attendus.`);
    return line;
  }

  email(field: string, text: string): string {
    if (!isMailbox(text)) this.fault(field, 'adresse électronique : la forme nom@domaine.fr est attendue.');
    return mailbox(text);
  }

  siret(text: string): string {
    try {
      return readSiret(text);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.fault('siret', error.message);
      return '';
    }
  }

  part(path: string, called: string): Reader {
    const names = [this.called, called].filter(Boolean).join(', ');
    return new Reader(this.faults, [this.path, path].filter(Boolean).join('.'), names);
  }
}

const readPerson = (reader: Reader, { civility, firstName, lastName, email }: Named): Named => ({
  civility: civility satisfies Civility,
  firstName: reader.line('firstName', 'prénom', firstName, longest.person),
  lastName: reader.line('lastName', 'nom', lastName, longest.person),
  email: reader.email('email', email),
});

/** @throws CONVENTION_REQUEST_INVALID with all that is wrong */
export function readManager(named: Named): Named {
  const faults: Fault[] = [];
  const manager = readPerson(new Reader(faults, 'manager', 'Gestionnaire des habilitations'), named);
  if (faults.length > 0) throw ConventionRequestInvalid({ faults });
  return manager;
}

function readAddress(reader: Reader, lines: readonly string[]): string[] {
  const kept = lines.map(oneLine).filter(Boolean);
  const tooLong = kept.some(({ length }) => length > longest.line);
  if (kept.length === 0 || kept.length > MOST_ADDRESS_LINES || tooLong) {
    const expected = `de 1 à ${MOST_ADDRESS_LINES} lignes de ${longest.line} caractères au plus attendues`;
    reader.fault('address', `adresse : ${expected}.`);
  }
  return kept;
}

function readDeclarants(reader: Reader, service: Service, declarants: readonly Named[]): Named[] {
  const most = service === 'CMG' ? MOST_DECLARANTS : 0;
  if (declarants.length > most) {
    const expected = most ? `${most} au plus` : 'aucun : ils sont ensuite désignés par le gestionnaire';
    reader.fault('declarants', `télédéclarants : ${expected}.`);
  }
  const read = declarants
    .slice(0, most)
    .map((named, at) => readPerson(reader.part(`declarants.${at}`, `télédéclarant ${at + 1}`), named));
  if (new Set(read.map(({ email }) => email)).size < read.length)
    reader.fault('declarants', 'télédéclarants : deux adresses différentes attendues.');
  return read;
}

function readPhone(reader: Reader, text: string): string {
  const phone = oneLine(text);
  if (!PHONE.test(phone) || phone.length > longest.phone)
    reader.fault('phone', 'téléphone : un numéro de 6 à 20 caractères attendu.');
  return phone;
}

function readStructure(reader: Reader, service: Service, asked: AskedStructure): AskedStructure {
  if (serviceOf(asked.kind) !== service) {
    const kind = structureKindNames[asked.kind];
    reader.fault('kind', `type : « ${kind} » ne relève pas du service « ${serviceNames[service]} ».`);
  }
  return {
    siret: reader.siret(asked.siret),
    kind: asked.kind,
    name: reader.line('name', 'nom', asked.name, longest.name),
    address: readAddress(reader, asked.address),
    email: reader.email('email', asked.email),
    phone: readPhone(reader, asked.phone),
    declarants: readDeclarants(reader, service, asked.declarants),
  };
}

/** All the establishments of one legal entity, each once. */
function judgeSirets(reader: Reader, structures: readonly AskedStructure[]): void {
  const sirets = structures.map(({ siret }) => siret).filter(Boolean);
  if (new Set(sirets).size < sirets.length)
    reader.fault('structures', 'Structures : le même SIRET y est deux fois ; ne gardez qu’une ligne.');
  if (new Set(sirets.map(sirenOf)).size > 1)
    reader.fault(
      'structures',
      'Structures : leurs SIRET n’ont pas tous le même SIREN ; faites une demande par partenaire.',
    );
}

/** A request that was read: tidy, and whole. */
export interface ReadAsked extends Asked {
  siren: string;
  /** The person who asks, when they are not signed in. */
  applicant: Named | null;
}

/** @throws CONVENTION_REQUEST_INVALID with all that is wrong */
export function readAsked(asked: Asked, applicant: Named | null): ReadAsked {
  const faults: Fault[] = [];
  const reader = new Reader(faults, '', '');
  const { service } = asked;
  if (asked.structures.length < 1 || asked.structures.length > MOST_STRUCTURES) {
    reader.fault('structures', `Structures : de 1 à ${MOST_STRUCTURES} attendues.`);
    throw ConventionRequestInvalid({ faults });
  }
  const read = {
    service,
    partnerName: reader.line('partnerName', 'Nom du partenaire', asked.partnerName, longest.name),
    structures: asked.structures.map((structure, at) =>
      readStructure(reader.part(`structures.${at}`, `Structure ${at + 1}`), service, structure),
    ),
    manager: readPerson(reader.part('manager', 'Gestionnaire des habilitations'), asked.manager),
    applicant: applicant && readPerson(reader.part('applicant', 'Demandeur'), applicant),
  };
  judgeSirets(reader, read.structures);
  if (faults.length > 0) throw ConventionRequestInvalid({ faults });
  return { ...read, siren: sirenOf(read.structures[0]!.siret) };
}
