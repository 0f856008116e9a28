/** The promise of permissions.yaml, read: for each operation, whom it is open to. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { automata, people, programs } from './people.js';

interface Written {
  groups: Record<string, string[]>;
  operations: Record<string, { 'open to': string | string[]; because: string; told?: 'yes' }>;
  'personal fields': Record<
    string,
    { fields: string[]; 'seen by': string | string[]; because: string; untold?: string }[]
  >;
  'nothing personal': Record<string, string[]>;
}

/** One line of the promise. */
export interface Entry {
  /** `declaration, of a draft` */
  name: string;
  /** The field of the schema, the HTTP door or the kind of job: what comes before the comma. */
  operation: string;
  openTo: readonly string[];
  closedTo: readonly string[];
  because: string;
  /** It answers a file that speaks of persons. */
  told: boolean;
}

const file = fileURLToPath(new URL('../../../../test/rights/permissions.yaml', import.meta.url));
const written = parse(readFileSync(file, 'utf8')) as Written;

const ANYWHERE = ['here', 'next door', 'abroad', 'elsewhere'];

/** The persons that a word of the file stands for. */
function personsOf(word: string | readonly string[]): string[] {
  if (typeof word !== 'string') return [...new Set(word.flatMap(personsOf))];
  const group = written.groups[word];
  if (group) return personsOf(group);
  if (word === 'everybody') return [...people];
  if (word === 'signed in')
    return people.filter((person) => person !== 'nobody' && !programs.includes(person));
  if (word.endsWith(' anywhere')) {
    const role = word.slice(0, -' anywhere'.length);
    return ANYWHERE.map((place) => `${role} ${place}`).filter((person) => people.includes(person));
  }
  if (!people.includes(word) && !automata.includes(word))
    throw new Error(`permissions.yaml names « ${word} », who is nobody.`);
  return [word];
}

/** Done by an automaton, for a job or by the clock. */
export const isAutomatons = ({ operation }: Pick<Entry, 'operation'>): boolean =>
  /^(job|task) /.test(operation);

export const entries: Entry[] = Object.entries(written.operations).map(([name, line]) => {
  const operation = name.split(',')[0]!;
  const openTo = personsOf(line['open to']);
  const tried = isAutomatons({ operation }) ? automata : people;
  return {
    name,
    operation,
    openTo,
    closedTo: tried.filter((person) => !openTo.includes(person)),
    because: line.because,
    told: line.told === 'yes',
  };
});

/** `DeclarationRow.lastName`, or `ReportLine.estimate.amountCents` where the way to it matters, and who sees it. */
export const seenBy = new Map(
  Object.entries(written['personal fields']).flatMap(([type, lines]) =>
    lines.flatMap((line) =>
      line.fields.map((field) => [`${type}.${field}`, personsOf(line['seen by']).toSorted()] as const),
    ),
  ),
);

/** Personal fields whose reads are told. */
export const toldFields: ReadonlySet<string> = new Set(
  Object.entries(written['personal fields']).flatMap(([type, lines]) =>
    lines.filter(({ untold }) => !untold).flatMap(({ fields }) => fields.map((field) => `${type}.${field}`)),
  ),
);

export const nothingPersonal: ReadonlySet<string> = new Set(
  Object.entries(written['nothing personal']).flatMap(([type, fields]) =>
    fields.map((field) => `${type}.${field}`),
  ),
);

/** Every line with its reason, in one list: a promise without a reason is none. */
export const reasons: (string | undefined)[] = [
  ...Object.values(written.operations),
  ...Object.values(written['personal fields']).flat(),
].map(({ because }) => because);
