/** What follows a command's name: read, or refused in French for the first argument that is not understood. */
import { parseArgs } from 'node:util';
import type { Command, Values } from './command.js';
import { WrongUse } from './command.js';

export const isHelp = (arg: string): boolean => arg === '--help' || arg === '-h';

type Options = NonNullable<Command['options']>;
type Token = ReturnType<typeof read>['tokens'][number];

const read = (args: string[], options: Options) =>
  parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });

/** The parser would say it in its own words. */
function faultOf(token: Token, options: Options, isTaken: boolean): string | undefined {
  if (token.kind === 'positional') return isTaken ? undefined : `Argument inattendu : « ${token.value} ».`;
  if (token.kind !== 'option') return undefined;
  const { name, rawName, value, inlineValue } = token;
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (!option) return `Option inconnue : ${rawName}.`;
  const isGiven = Boolean(value) && (inlineValue || !value!.startsWith('-'));
  if (option.type === 'string' && !isGiven) return `${rawName} attend une valeur.`;
  return option.type === 'boolean' && inlineValue ? `${rawName} n’attend pas de valeur.` : undefined;
}

/** @throws WrongUse for the first argument that is not understood */
export function parse(
  command: string,
  args: string[],
  { options = {}, takes }: Pick<Command, 'options' | 'takes'>,
): Values {
  const { values, tokens, positionals } = read(args, options);
  const first = tokens.find(({ kind }) => kind === 'positional');
  const [fault] = tokens.flatMap((token) => faultOf(token, options, Boolean(takes) && token === first) ?? []);
  if (fault) throw new WrongUse(`${fault} Voir « bin/habilis ${command} --help ».`);
  return takes ? { ...values, [takes]: positionals[0] } : values;
}
