/** What is printed from the tables of the house: the SDL, the cycles, the rights, the anomalies, the refusals. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printSdl } from '../../resolvers/schema.js';
import { spell } from '../../schema/enums.js';
import { settings } from '../config.js';
import { conventionCycle } from '../conventions/index.js';
import { cycle, depositCycle } from '../declarations/index.js';
import { limits } from '../identity/index.js';
import type { JobKind } from '../kernel/jobs.js';
import { workbookLimits } from '../kernel/sheet-limits.js';
import { operationNames, tokenCycle } from '../habilitations/index.js';
import type { MailKind } from '../mail/index.js';
import { draw, letters, mailKinds } from '../mail/index.js';
import { figure } from '../parameters/index.js';
import { reasonCodes, reasons, reassignmentCycle } from '../processing/index.js';
import { requestCycle } from '../requests/index.js';
import { operationRights, owingRights, ownRights, rights } from '../rights/index.js';
import { anomaliesPage } from './anomalies-page.js';
import type { Asked } from './command.js';
import { about, letterExamples } from './letter-examples.js';
import { page, table } from './markdown.js';
import { nimsPage } from './nims-page.js';
import { verdictsPage } from './verdict-pages.js';
import { schedulePage } from './schedule-page.js';
import { templatesPage } from './template-tables.js';

const root = fileURLToPath(new URL('.', import.meta.resolve('#package')));

interface Steps {
  what: string;
  steps: Record<
    string,
    {
      from: readonly string[];
      to?: string;
      by: readonly string[];
      unless?: { name: string };
      queue?: readonly JobKind[];
    }
  >;
}

const cycleSection = ({ what, steps }: Steps): string =>
  `## ${what}\n\n${table(
    ['step', 'from', 'to', 'by', 'unless', 'queue'],
    Object.entries(steps).map(([name, { from, to, by, unless, queue = [] }]) => [
      name,
      from.join(', '),
      to ?? '(unchanged)',
      by.join(', '),
      unless?.name ?? '',
      queue.map((job) => job.name).join(', '),
    ]),
  )}`;

/** Stands for a place, so that a condition reads as a sentence. */
const place = {
  caf: 'its Caf',
  partnerId: 'its partner',
  structureId: 'its structure',
  conventionId: 'its convention',
  self: 'the person',
};

const conditionOf = (where: Record<string, unknown>): string =>
  Object.entries(where)
    .map(([column, value]) => `${column} = ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ') || 'anywhere';

const everybody = {
  'Whoever is signed in': ownRights,
  'Whoever owes a code of their second factor, instead of all the rest': owingRights.secondFactor,
  'Whoever owes the choice of one, instead of all the rest': owingRights.enrolSecondFactor,
};

const rightsPage = (): string =>
  page(
    'Rights',
    'What each role may do, and where. What is not here is refused, and looks as if it did not exist.',
    ...Object.entries({ ...rights, ...everybody }).map(
      ([role, sentences]) =>
        `## ${role}\n\n${table(
          ['may', 'what', 'where'],
          sentences.map(({ may, what, where }) => [may.join(', '), what.name, conditionOf(where(place))]),
        )}`,
    ),
    '## Access tokens',
    'What each operation of a token gives: [access-token-operations.md](access-token-operations.md).',
  );

const operationsPage = (): string =>
  page(
    'Operations of access tokens',
    'How to call is told in [access-tokens.md](access-tokens.md). A token is a program’s; each of its operations holds at each of its structures.',
    table(
      ['operation', 'in French', 'gives'],
      Object.entries(operationRights).map(([operation, sentences]) => [
        spell(operation),
        operationNames[operation as keyof typeof operationNames],
        sentences
          .map(
            ({ may, what, where }) =>
              `${may.join(', ')} ${what.name} (${conditionOf(where({ ...place, self: 'itself' }))})`,
          )
          .join('; '),
      ]),
    ),
  );

const workbookLimitsPage = (): string =>
  page(
    'Limits of a workbook',
    'The limit itself is read; one more is refused with that reason.',
    table(
      ['limit', 'most', 'counts', 'refused', 'why'],
      Object.entries(workbookLimits).map(([name, limit]) => [
        name,
        `${limit.most.toLocaleString('en')} ${limit.unit}`,
        limit.counts,
        'refused' in limit ? limit.refused : '(cut)',
        limit.why,
      ]),
    ),
  );

/** A month to which the latest version of any figure applies. */
const LATEST = '9999-12';

const processingPage = (): string =>
  page(
    'Reassignment reasons',
    'The first that holds, in this order. A deadline orders the queue and tells what is late; it is a dated figure ([sources.md](sources.md#case-deadlines)).',
    table(
      ['reason', 'sentence', 'hint', 'deadline'],
      reasonCodes.map((code) => [
        code,
        reasons[code].sentence,
        reasons[code].hint,
        `${figure(reasons[code].deadline, LATEST).value} days`,
      ]),
    ),
  );

function letterSection(kind: MailKind): string {
  const { subject, text } = draw(letterExamples[kind], {
    to: 'Madame Nadia Ferrand',
    because: `vous agissez pour ${about.structure}`,
  });
  return `## ${kind}\n\n**${subject}**\n\n\`\`\`text\n${text.trim()}\n\`\`\``;
}

const causeOf = (cause: JobKind): string =>
  [cycle as Steps, conventionCycle as Steps, requestCycle as Steps, tokenCycle as Steps]
    .flatMap(({ steps }) => Object.entries(steps))
    .filter(([, { queue = [] }]) => queue.includes(cause))
    .map(([step]) => step)
    .join(', ') || cause.name;

const mailsPage = (): string =>
  page(
    'Letters',
    'What is written to whom. A letter is drawn from the records when it is sent; when what it says is no longer so, it is dropped.',
    table(
      ['letter', 'cause', 'to', 'while'],
      mailKinds.map((kind) => {
        const { cause, to, while: soLong } = letters[kind];
        return [kind, causeOf(cause), to.join(', '), soLong];
      }),
    ),
    ...mailKinds.map(letterSection),
  );

const limitsPage = (): string =>
  page(
    'Limits on credentials',
    'Within so many minutes, so many tries; the next one is refused with TOO_MANY_ATTEMPTS. What was right is not counted.',
    table(
      ['limit', 'most', 'minutes', 'counts', 'why'],
      Object.entries(limits).map(([name, { most, minutes, counts, why }]) => [
        name,
        String(most),
        String(minutes),
        counts,
        why,
      ]),
    ),
  );

const configurationPage = (): string =>
  page(
    'Configuration',
    table(
      ['variable', 'default', 'meaning'],
      settings.map(({ name, default: value, meaning }) => [name, value || '(empty)', meaning]),
    ),
  );

const pages: Record<string, () => string | Promise<string>> = {
  'docs/cycles.md': () =>
    page(
      'Cycles',
      ...[conventionCycle, requestCycle, cycle, depositCycle, reassignmentCycle, tokenCycle].map((steps) =>
        cycleSection(steps),
      ),
    ),
  'docs/rights.md': rightsPage,
  'docs/access-token-operations.md': operationsPage,
  'docs/anomalies.md': anomaliesPage,
  'docs/workbook-limits.md': workbookLimitsPage,
  'docs/templates.md': templatesPage,
  'docs/reassignment-reasons.md': processingPage,
  'docs/schedule.md': schedulePage,
  'docs/limits.md': limitsPage,
  'docs/attestation-verdicts.md': verdictsPage,
  'docs/nims-feed.md': nimsPage,
  'docs/mails.md': mailsPage,
  'docs/configuration.md': configurationPage,
};

const kept = (path: string): Promise<string> => readFile(join(root, path), 'utf8').catch(() => '');

async function staleAmong(printed: Record<string, () => string | Promise<string>>): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, print] of Object.entries(printed)) {
    if ((await print()) !== (await kept(path))) stale.push(path);
  }
  return stale;
}

function tell(stale: string[], command: string): number {
  for (const path of stale) console.error(`${path} n’est pas à jour : lancez « bin/habilis ${command} ».`);
  return stale.length > 0 ? 1 : 0;
}

const SDL = 'schema/schema.graphql';

export async function schema({ values: { write, check } }: Asked): Promise<number | void> {
  if (check) return tell(await staleAmong({ [SDL]: printSdl }), 'schema --write');
  const sdl = await printSdl();
  if (write) await writeFile(join(root, SDL), sdl);
  else process.stdout.write(sdl);
  return 0;
}

export async function docs({ values: { check } }: Asked): Promise<number | void> {
  const stale = await staleAmong(pages);
  if (check) return tell(stale, 'docs');
  for (const path of stale) {
    await writeFile(join(root, path), await pages[path]!());
    console.log(`${path} écrit.`);
  }
  if (stale.length === 0) console.log('Les pages sont à jour.');
  return 0;
}
