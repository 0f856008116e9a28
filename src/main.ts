/** The command line, and the only composition root: a table of commands. */
import { parseArgs } from 'node:util';
import type { Command } from './commands/command.js';
import { CannotRun, WrongUse } from './commands/command.js';
import { ConfigRefused, readConfig } from './config.js';

/** Each command is loaded when it is asked for: help answers at once. */
const commands: Record<string, { summary: string; load: () => Promise<Command> }> = {
  demo: {
    summary: 'joue un mois entier, du fichier Excel aux attestations classées',
    load: async () => (await import('./commands/demo.js')).demo,
  },
  serve: {
    summary: 'sert l’API et fait travailler les automates',
    load: async () => (await import('./commands/serve.js')).serve,
  },
  migrate: {
    summary: 'met la base à jour',
    load: async () => (await import('./commands/tables.js')).migrate,
  },
  seed: {
    summary: 'peuple une base vide avec des personnes de démonstration',
    load: async () => (await import('./commands/tables.js')).seed,
  },
  schema: {
    summary: 'écrit le schéma GraphQL (SDL) sur la sortie standard',
    load: async () => (await import('./commands/prints.js')).schema,
  },
  docs: {
    summary: 'écrit dans docs/ les cycles, les droits et les refus, depuis leurs tables',
    load: async () => (await import('./commands/prints.js')).docs,
  },
  'verify-journal': {
    summary: 'vérifie la chaîne du journal',
    load: async () => (await import('./commands/tables.js')).verifyJournal,
  },
  test: {
    summary: 'passe les tests sur les deux moteurs',
    load: async () => (await import('./commands/test.js')).test,
  },
};

const overview = (): string =>
  [
    'Habilis : du fichier Excel du mois aux attestations classées.',
    '',
    'Usage : bin/habilis <commande> [options]',
    '',
    ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(16)} ${summary}`),
    `  ${'help'.padEnd(16)} affiche cette aide`,
    '',
    'Aide d’une commande : bin/habilis <commande> --help',
  ].join('\n');

const helpOf = (name: string, { usage = '', help = [] }: Command): string =>
  [
    `Usage : bin/habilis ${name} ${usage}`.trim(),
    '',
    `  ${commands[name]!.summary}`,
    ...(help.length > 0 ? ['', ...help.map((line) => `  ${line}`)] : []),
  ].join('\n');

/** @throws WrongUse in French, whatever the parser says in its own words */
function parse(name: string, { options = {} }: Command, args: string[]) {
  try {
    const { values } = parseArgs({ args, options: { ...options, help: { type: 'boolean' } }, allowPositionals: false });
    return values as Record<string, string | boolean | undefined>;
  } catch {
    const known = ['--help', ...Object.keys(options).map((option) => `--${option}`)];
    throw new WrongUse(`${args.join(' ')} : non compris. Options de « ${name} » : ${known.join(', ')}.`);
  }
}

async function run([name = 'help', ...args]: string[]): Promise<number> {
  if (name === 'help' || name === '--help' || name === '-h') {
    console.log(overview());
    return 0;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) throw new WrongUse(`Commande inconnue : ${name}. Voir « bin/habilis help ».`);
  const command = await entry.load();
  const values = command.raw ? {} : parse(name, command, args);
  if (values.help || (command.raw && args.includes('--help'))) {
    console.log(helpOf(name, command));
    return 0;
  }
  return (await command.run({ config: readConfig(process.env), values, args })) ?? 0;
}

const exits: readonly [new (...rest: never[]) => Error, number][] = [
  [WrongUse, 2],
  [CannotRun, 1],
  [ConfigRefused, 1],
];

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const known = exits.find(([kind]) => error instanceof kind);
  if (!known) throw error;
  console.error((error as Error).message);
  process.exitCode = known[1];
}
