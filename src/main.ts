/** The command line, and the only composition root: it finds the command and does it. */
import { isHelp, parse } from './commands/arguments.js';
import type { Command } from './commands/command.js';
import { CannotRun, WrongUse } from './commands/command.js';
import { hindranceIn } from './commands/hindrances.js';
import { commands } from './commands/table.js';
import { ConfigRefused, readConfig } from './config.js';

const overview = (): string =>
  [
    'Habilis : du fichier Excel du mois aux attestations classées.',
    '',
    'Usage : bin/habilis <commande> [options]',
    '',
    ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(19)} ${summary}`),
    `  ${'help'.padEnd(19)} affiche cette aide`,
    '',
    'Aide d’une commande : bin/habilis <commande> --help',
  ].join('\n');

const helpOf = (name: string, { summary, usage = '', help = [] }: Command): string =>
  [
    `Usage : bin/habilis ${name} ${usage}`.trim(),
    '',
    `  ${summary}`,
    ...(help.length > 0 ? ['', ...help.map((line) => `  ${line}`)] : []),
  ].join('\n');

async function run([first = 'help', ...rest]: string[]): Promise<number> {
  // « help demo » is « demo --help ».
  const [name, args] = first === 'help' && rest[0] ? [rest[0], ['--help']] : [first, rest];
  if (name === 'help' || isHelp(name)) {
    console.log(overview());
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new WrongUse(`Commande inconnue : « ${name} ». Voir « bin/habilis help ».`);
  if (!command.raw && args.some(isHelp)) {
    console.log(helpOf(name, command));
    return 0;
  }
  const values = command.raw ? {} : parse(name, args, command);
  const asked = {
    values,
    args,
    /** Read when it is asked for: what needs none works before there is one. */
    get config() {
      return readConfig(process.env);
    },
  };
  return (await command.run(asked)) ?? 0;
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
