/** What stops the program and a person can put right: the system's or the engine's code, and the line that says what to do. */

const SERVER = 'La base de DATABASE_URL ne répond pas : vérifiez son adresse, et que son serveur est lancé.';
const DATABASE =
  'La base nommée dans DATABASE_URL n’existe pas, ou n’est pas ouverte à ce compte : créez-la d’abord.';
const FOLDER = 'Le dossier de HABILIS_VAR ne peut pas servir : il faut un dossier où ce compte peut écrire.';
const DISK = 'Le disque est plein : faites de la place, puis recommencez.';
const DAMAGED =
  'La base embarquée est illisible : remettez en place une sauvegarde du dossier de HABILIS_VAR.';

const lines: Readonly<Record<string, string>> = {
  ECONNREFUSED: SERVER,
  ENOTFOUND: SERVER,
  EAI_AGAIN: SERVER,
  EHOSTUNREACH: SERVER,
  ETIMEDOUT: SERVER,
  ENOENT: SERVER,
  ER_ACCESS_DENIED_ERROR: 'La base refuse ce compte : vérifiez le nom et le mot de passe de DATABASE_URL.',
  ER_BAD_DB_ERROR: DATABASE,
  ER_DBACCESS_DENIED_ERROR: DATABASE,
  EACCES: FOLDER,
  EEXIST: FOLDER,
  ENOTDIR: FOLDER,
  EPERM: FOLDER,
  EROFS: FOLDER,
  SQLITE_CANTOPEN: FOLDER,
  SQLITE_READONLY: FOLDER,
  ENOSPC: DISK,
  SQLITE_FULL: DISK,
  SQLITE_CORRUPT: DAMAGED,
  SQLITE_NOTADB: DAMAGED,
  SQLITE_BUSY: 'La base embarquée est occupée par un autre programme : recommencez quand il aura fini.',
};

/** A file that is missing is a fault of the house; a socket that is missing is a server that is not there. */
const speaks = ({ code, syscall }: NodeJS.ErrnoException): boolean =>
  code !== 'ENOENT' || syscall === 'connect';

/** One line in French; nothing for a fault. */
export const hindranceIn = (error: unknown): string | undefined => {
  const known = (error ?? {}) as NodeJS.ErrnoException;
  return speaks(known) ? lines[known.code ?? ''] : undefined;
};

/** The same, of an address that cannot be listened on. */
export const listenHindranceIn = (
  error: unknown,
  { host, port }: { host: string; port: number },
): string | undefined => {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return undefined;
  if (code === 'EADDRINUSE') return `Le port ${port} est déjà pris : donnez-en un autre par PORT.`;
  if (code === 'EACCES') return `Le port ${port} n’est pas ouvert à ce compte : donnez-en un autre par PORT.`;
  return `Cette machine n’écoute pas à l’adresse ${host} : corrigez HOST.`;
};
