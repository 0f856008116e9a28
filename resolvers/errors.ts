/** What leaves the house when something goes wrong: a refusal as it is, anything else as a reference. */
import type { GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { newId } from '../src/kernel/id.js';
import { outageIn, outages } from '../src/kernel/outage.js';
import { Refusal, refusal } from '../src/kernel/refusal.js';
import { framesOf } from '../src/kernel/trace.js';

const where = (error: unknown): string => {
  const [location] = (error instanceof GraphQLError && error.locations) || [];
  return location ? ` (ligne ${location.line}, colonne ${location.column})` : '';
};

/** What the GraphQL engine itself refuses, said in French: the schema tells the rest. */
const requestFaults: Record<string, string> = {
  GRAPHQL_PARSE_FAILED: 'La requête GraphQL ne se lit pas',
  GRAPHQL_VALIDATION_FAILED: 'La requête GraphQL ne correspond pas au schéma',
  BAD_USER_INPUT: 'Une valeur de la requête GraphQL ne correspond pas au schéma',
  OPERATION_RESOLUTION_FAILURE: 'La requête GraphQL ne dit pas quelle opération exécuter',
  BAD_REQUEST: 'La requête n’est pas une requête GraphQL : envoyez du JSON par POST',
};

export const QueryTooLarge = refusal<{ measure: string; found?: number; most: number }>(
  'QUERY_TOO_LARGE',
  ({ measure, most }) =>
    `La requête GraphQL demande trop à la fois : ${most.toLocaleString('fr-FR')} ${measure} au plus. Découpez-la en plusieurs requêtes, ou demandez des pages plus courtes.`,
);

/** How the engine says that it has stopped reading: it gives that no code of its own. */
const STOPPED = /^Syntax Error: Document contains more tha[nt] (\d+) tokens/;

const stoppedReading = (message: string): Refusal | undefined => {
  const [, most] = STOPPED.exec(message) ?? [];
  return most ? QueryTooLarge({ measure: 'mots et signes', most: Number(most) }) : undefined;
};

/** What was thrown in the first place, whatever wrapped it on its way. */
export const originOf = (error: unknown): unknown => {
  const { originalError } = (error ?? {}) as { originalError?: unknown };
  return originalError ? originOf(originalError) : error;
};

/** What a fault is told as: a code, a sentence, and the reference under which the log has it. */
export interface ToldFault {
  status: 500 | 503;
  code: 'FAULT' | 'UNAVAILABLE';
  message: string;
  reference: string;
}

/** A fault, logged without what it quotes; whoever meets it is told what they can do, where something outside is missing. */
export function faultOf(log: Logger, error: unknown): ToldFault {
  const reference = newId();
  const outage = outageIn(error);
  const { name, stack } = error as Error;
  log.error({ reference, error: name, ...(outage && { outage }), at: framesOf(stack) });
  return outage
    ? {
        status: 503,
        code: 'UNAVAILABLE',
        message: `${outages[outage].sentence} Si cela dure, citez la référence ${reference}.`,
        reference,
      }
    : {
        status: 500,
        code: 'FAULT',
        message: `Erreur interne. Réessayez ; si elle persiste, citez la référence ${reference}.`,
        reference,
      };
}

/** A refusal for the GraphQL engine to answer with that status, where nothing of the request was done. */
export const answeredWith = (status: number, refused: Refusal): GraphQLError =>
  new GraphQLError(refused.message, { originalError: refused, extensions: { http: { status } } });

/** What is thrown before a request is open: a token that opens nothing is a 401. */
export function unauthorised(error: Error): never {
  throw error instanceof Refusal ? answeredWith(401, error) : error;
}

export const errorFormatter =
  (log: Logger) =>
  ({ path, extensions, message: said }: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const error = stoppedReading(said) ?? originOf(thrown);
    const at = path ? { path } : {};
    if (error instanceof Refusal) {
      const { message, code, facts } = error;
      return { message, ...at, extensions: { code, facts } };
    }
    const code = String(extensions?.code);
    const fault = requestFaults[code];
    if (fault) return { message: `${fault}${where(thrown)}.`, ...at, extensions: { code } };
    const { message, code: known, reference } = faultOf(log, error);
    return { message, ...at, extensions: { code: known, reference } };
  };
