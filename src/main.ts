/** The command line, and the only composition root: a table of commands. */
import { isHelp, parse } from './commands/arguments.js';
import type { Command } from './commands/command.js';
import { CannotRun, WrongUse } from './commands/command.js';
import { hindranceIn } from './commands/hindrances.js';
import { ConfigRefused, readConfig } from './config.js';

/** Each command is loaded when it is asked for: help answers at once. The summary is one line, in French. */
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
  outbox: {
    summary: 'lit la boîte d’envoi : les courriers écrits sans serveur SMTP',
    load: async () => (await import('./commands/outbox.js')).outbox,
  },
  schema: {
    summary: 'écrit le schéma GraphQL (SDL) sur la sortie standard',
    load: async () => (await import('./commands/prints.js')).schema,
  },
  docs: {
    summary: 'écrit dans docs/ les cycles, les droits et les refus, depuis leurs tables',
    load: async () => (await import('./commands/prints.js')).docs,
  },
  cmg: {
    summary: 'calcule le CMG d’un mois et l’explique règle par règle',
    load: async () => (await import('./commands/cmg.js')).cmg,
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

async function run([first = 'help', ...rest]: string[]): Promise<number> {
  // « help demo » is « demo --help ».
  const [name, args] = first === 'help' && rest[0] ? [rest[0], ['--help']] : [first, rest];
  if (name === 'help' || isHelp(name)) {
    console.log(overview());
    return 0;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) throw new WrongUse(`Commande inconnue : « ${name} ». Voir « bin/habilis help ».`);
  const command = await entry.load();
  if (!command.raw && args.some(isHelp)) {
    console.log(helpOf(name, command));
    return 0;
  }
  const values = command.raw ? {} : parse(name, args, command.options);
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
  const line = known ? (error as Error).message : hindranceIn(error);
  if (!line) throw error;
  console.error(line);
  process.exitCode = known?.[1] ?? 1;
}
