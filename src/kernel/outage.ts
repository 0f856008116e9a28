/** What the house needs from outside and does not have for now: its work waits for it, and people are told so. */

/** A tool that knows that what it reaches is not there throws an error with one of these names; others are known by their signs. */
interface Outage {
  /** Errors by their names. */
  names?: readonly string[];
  /** What the system or the engine says: a word, or a number of MariaDB. */
  signs?: readonly unknown[];
  /** For a person in front of a door. */
  sentence: string;
  /** For who looks at work that waits. */
  reason: string;
}

// oxfmt-ignore
export const outages = {
  DatabaseDown: {
    signs: [
      'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'connect ENOENT',
      'PROTOCOL_CONNECTION_LOST', 'PROTOCOL_SEQUENCE_TIMEOUT', 'FATAL', 'SQLITE_BUSY', 1040, 1047, 1053, 1203, 1927, 2006, 2013,
    ],
    sentence: 'Le service est interrompu pour le moment. Ce qui vous a été confirmé est gardé. Dans quelques minutes, rechargez la page, et recommencez si votre dernière action n’y est pas.',
    reason: 'La base ne répond pas : le travail reprendra de lui-même.',
  },
  DiskFull: {
    signs: ['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 1021, 1114],
    sentence: 'Le service n’a plus la place d’enregistrer : rien de ce que vous venez d’envoyer n’a été gardé. Gardez votre fichier, et recommencez plus tard.',
    reason: 'Le disque est plein : le travail reprendra de lui-même.',
  },
  FilesDown: {
    names: ['VaultFailed'],
    sentence: 'Le service ne peut ni garder ni rendre de fichier pour le moment. Gardez le vôtre, et recommencez dans quelques minutes.',
    reason: 'Le lieu des fichiers ne répond pas : le travail reprendra de lui-même.',
  },
  PrinterDown: {
    names: ['PrinterDown'],
    sentence: 'Le service n’imprime pas pour le moment. Recommencez dans quelques minutes.',
    reason: 'Chromium ne démarre pas, ou n’imprime rien : le travail reprendra de lui-même.',
  },
} satisfies Record<string, Outage>;

export type OutageName = keyof typeof outages;

const table = Object.entries<Outage>(outages) as [OutageName, Outage][];

interface Wrapped {
  name?: string;
  code?: unknown;
  errno?: unknown;
  syscall?: string;
  fatal?: boolean;
  driverError?: unknown;
  cause?: unknown;
}

/** A file that is missing is a fault of the house; a socket that is missing is a server that is not there. */
const signsOf = ({ code, errno, syscall, fatal }: Wrapped): unknown[] => [
  code === 'ENOENT' ? `${syscall} ENOENT` : code,
  errno,
  // A statement on a connection already lost has neither number nor word.
  fatal && 'FATAL',
];

/** What is missing, when that is why something failed. */
export function outageIn(error: unknown): OutageName | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const wrapped = error as Wrapped;
  const signs = signsOf(wrapped);
  const found = table.find(
    ([, { names = [], signs: known = [] }]) =>
      names.includes(wrapped.name ?? '') || signs.some((sign) => known.includes(sign)),
  );
  return found?.[0] ?? outageIn(wrapped.driverError) ?? outageIn(wrapped.cause);
}

/** What is said of work that waits, by the name of what is missing. */
export const outageReason = (name: string): string | undefined =>
  table.find(([outage]) => outage === name)?.[1].reason;
