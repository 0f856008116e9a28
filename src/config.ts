/** The environment, read once, checked, frozen. README.md shows this table. */
import { resolve } from 'node:path';
import { serverAddresses } from './kernel/server-addresses.js';

export interface Config {
  production: boolean;
  host: string;
  port: number;
  /** `mariadb://user:password@host:3306/base`, several hosts for a cluster; empty: embedded SQLite. */
  databaseUrl: string;
  /** Where the embedded database, the files and the logs live. */
  folder: string;
  /** The bucket where files live, `s3://key:secret@server/bucket?region=…`; empty: they live in the folder. */
  vaultUrl: string;
  /** The key of what this house hands out: sessions. */
  secret: string;
  /** The private key that seals attestations, 32 bytes in base64url; empty: made at first use. */
  sealKey: string;
  chromium: string;
  /** `smtp://server:587` or `smtps://…`; empty: letters are files of the outbox. */
  smtpUrl: string;
  /** The sender of the letters, `Name <address>`. */
  mailFrom: string;
  /** Where people find the service, without a slash at its end: what letters point to. */
  publicUrl: string;
  /** Where companies are looked up; empty: an invented directory in this process. */
  directoryUrl: string;
  /** Who vouches for people by OpenID Connect; empty: nobody, people sign in by password only. */
  openIdIssuer: string;
  openIdClientId: string;
  openIdClientSecret: string;
  /** The antivirus of deposits, `tcp://server:3310` or `unix:/run/clamav/clamd.ctl`; empty: none. */
  antivirusUrl: string;
  logLevel: string;
  /** Where the process is to be killed or frozen, for the tests: `attestations.printed:2`; empty: nowhere. */
  failpoint: string;
  /** The folder the command was typed in: paths given to it are relative to it. */
  from: string;
}

export const DEFAULT_SECRET = 'habilis-demonstration-only';
const DEFAULT_SENDER = 'Habilis <ne-pas-repondre@habilis.example>';
const DEFAULT_ADDRESS = 'http://127.0.0.1:4000';

/** The public company directory: what production asks unless told otherwise. */
export const PUBLIC_DIRECTORY = 'https://recherche-entreprises.api.gouv.fr';

export interface Setting {
  name: string;
  default: string;
  meaning: string;
}

export const settings: readonly Setting[] = [
  {
    name: 'NODE_ENV',
    default: 'development',
    meaning:
      '`production`: refuses to start on an unsafe setting, and the Caf’s people sign in with a second factor',
  },
  { name: 'HOST', default: '127.0.0.1', meaning: 'the address it listens on' },
  { name: 'PORT', default: '4000', meaning: 'the port it listens on; 0: a free one' },
  {
    name: 'DATABASE_URL',
    default: '',
    meaning:
      '`mysql://` or `mariadb://`; the nodes of a cluster in the order in which they are used, `mariadb://user:password@one:3306,two:3306/base`; empty: embedded SQLite',
  },
  { name: 'HABILIS_VAR', default: 'var', meaning: 'folder of the embedded database and of the files' },
  {
    name: 'VAULT_URL',
    default: '',
    meaning:
      'where the files live: a bucket of an S3 server, `s3://key:secret@server/bucket?region=…`; empty: `files` in `HABILIS_VAR`',
  },
  {
    name: 'HABILIS_SECRET',
    default: DEFAULT_SECRET,
    meaning:
      'key of the sessions, the links and the second factors: a new one voids them all; 32 characters or more in production',
  },
  {
    name: 'SEAL_KEY',
    default: '',
    meaning:
      'the private key that seals attestations, as `bin/habilis keys --make` writes it; empty: made at first use and kept sealed in the database; required in production',
  },
  {
    name: 'PUPPETEER_EXECUTABLE_PATH',
    default: '',
    meaning: 'the Chromium that prints; empty: the launcher finds it',
  },
  {
    name: 'DIRECTORY_URL',
    default: '',
    meaning: `the company directory; empty: ${PUBLIC_DIRECTORY} in production, elsewhere an invented one in the process`,
  },
  {
    name: 'SMTP_URL',
    default: '',
    meaning: '`smtp://` or `smtps://`; empty: letters are files of the outbox; required in production',
  },
  {
    name: 'MAIL_FROM',
    default: DEFAULT_SENDER,
    meaning: 'the sender of the letters; your own in production',
  },
  {
    name: 'PUBLIC_URL',
    default: DEFAULT_ADDRESS,
    meaning: 'the address of the service in the letters; your own in production',
  },
  {
    name: 'OPENID_ISSUER',
    default: '',
    meaning:
      'the provider of identities (ProConnect); empty: none. It is told `PUBLIC_URL` with `/openid/callback`, and `/openid/signed-out` after signing out',
  },
  {
    name: 'OPENID_CLIENT_ID',
    default: '',
    meaning: 'how the provider knows this service; required with `OPENID_ISSUER`',
  },
  {
    name: 'OPENID_CLIENT_SECRET',
    default: '',
    meaning: 'the secret that the provider gave it; required with `OPENID_ISSUER`',
  },
  {
    name: 'ANTIVIRUS_URL',
    default: '',
    meaning:
      'the clamd that looks into each workbook before it is read, and each file joined to a message, `tcp://server:3310` or `unix:/run/clamav/clamd.ctl`; empty: nothing looks into them',
  },
  {
    name: 'HABILIS_FAILPOINT',
    default: '',
    meaning: 'for the tests only: where it kills itself (`deposit.kept`) or stops (`deposit.kept:SIGSTOP`)',
  },
  { name: 'LOG_LEVEL', default: 'info', meaning: 'detail of the technical log (pino, on standard error)' },
];

/** One clear line for each setting that cannot be used. */
export class ConfigRefused extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
  }
}

const secretFaults = ({ production, secret }: Pick<Config, 'production' | 'secret'>): string[] => {
  if (!production) return [];
  if (secret === DEFAULT_SECRET)
    return ['HABILIS_SECRET : la valeur par défaut est publique ; donnez la vôtre.'];
  return secret.length < 32 ? ['HABILIS_SECRET : 32 caractères au moins en production.'] : [];
};

const isSealKey = (text: string): boolean =>
  /^[\w-]{43}$/.test(text) && Buffer.from(text, 'base64url').toString('base64url') === text;

const sealFaults = ({ production, sealKey }: Pick<Config, 'production' | 'sealKey'>): string[] => {
  if (sealKey === '')
    return production
      ? ['SEAL_KEY : à donner en production ; « bin/habilis keys --make » en écrit une.']
      : [];
  return isSealKey(sealKey)
    ? []
    : ['SEAL_KEY : une clé comme « bin/habilis keys --make » en écrit attendue.'];
};

const isWebAddress = (text: string): boolean =>
  /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).search === '';

const isMailServer = (text: string): boolean =>
  /^smtps?:\/\//.test(text) && URL.canParse(text) && new URL(text).hostname !== '';

const isSender = (text: string): boolean =>
  /^([^<>@\s]+@[^<>@\s]+|[^<>@\p{Cc}]*<[^<>@\s]+@[^<>@\s]+>)$/u.test(text);

/** In production what is filed does not travel in clear. */
const isVault = (text: string, production: boolean): boolean => {
  if (!/^s3(\+http)?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { protocol, hostname, username, password, pathname } = new URL(text);
  if (production && protocol !== 's3:') return false;
  return (
    [hostname, username, password].every(Boolean) && /^\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(pathname)
  );
};

const isAntivirus = (text: string): boolean =>
  text.startsWith('unix:/') || (/^tcp:\/\/.+:\d+$/.test(text) && URL.canParse(text));

type MailSettings = Pick<Config, 'production' | 'smtpUrl' | 'mailFrom' | 'publicUrl'>;

const unmailed = ({ smtpUrl, mailFrom, publicUrl }: MailSettings): string[] => [
  ...(smtpUrl ? [] : ['SMTP_URL : le serveur qui porte les courriers est à donner en production.']),
  ...(mailFrom === DEFAULT_SENDER
    ? ['MAIL_FROM : l’expéditeur des courriers est à donner en production.']
    : []),
  ...(publicUrl === DEFAULT_ADDRESS
    ? ['PUBLIC_URL : l’adresse publique du service est à donner en production.']
    : []),
];

const mailFaults = (config: MailSettings): string[] => [
  ...(config.smtpUrl === '' || isMailServer(config.smtpUrl)
    ? []
    : ['SMTP_URL : une adresse comme smtps://compte:motdepasse@serveur attendue.']),
  ...(isSender(config.mailFrom) ? [] : [`MAIL_FROM : un expéditeur comme ${DEFAULT_SENDER} attendu.`]),
  ...(isWebAddress(config.publicUrl)
    ? []
    : ['PUBLIC_URL : une adresse comme https://habilis.caf.example attendue.']),
  ...(config.production ? unmailed(config) : []),
];

type OpenIdSettings = Pick<Config, 'production' | 'openIdIssuer' | 'openIdClientId' | 'openIdClientSecret'>;

function openIdFaults({
  production,
  openIdIssuer,
  openIdClientId,
  openIdClientSecret,
}: OpenIdSettings): string[] {
  if (!openIdIssuer) return [];
  const safe = isWebAddress(openIdIssuer) && (!production || openIdIssuer.startsWith('https:'));
  return [
    ...(safe ? [] : ['OPENID_ISSUER : une adresse comme https://auth.agentconnect.gouv.fr/api/v2 attendue.']),
    ...(openIdClientId ? [] : ['OPENID_CLIENT_ID : à donner avec OPENID_ISSUER.']),
    ...(openIdClientSecret ? [] : ['OPENID_CLIENT_SECRET : à donner avec OPENID_ISSUER.']),
  ];
}

const levels: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

const faultsOf = ({
  port,
  databaseUrl,
  directoryUrl,
  antivirusUrl,
  vaultUrl,
  logLevel,
  ...config
}: Config): string[] => [
  ...(port < 65_536 ? [] : ['PORT : un nombre de 0 à 65535 attendu.']),
  ...(databaseUrl === '' || serverAddresses(databaseUrl).length > 0
    ? []
    : [
        'DATABASE_URL : une adresse comme mariadb://compte:motdepasse@serveur:3306/base attendue ; les serveurs d’une grappe se séparent par des virgules.',
      ]),
  ...(directoryUrl === '' || isWebAddress(directoryUrl)
    ? []
    : [`DIRECTORY_URL : une adresse comme ${PUBLIC_DIRECTORY} attendue.`]),
  ...(antivirusUrl === '' || isAntivirus(antivirusUrl)
    ? []
    : ['ANTIVIRUS_URL : une adresse comme tcp://serveur:3310 ou unix:/run/clamav/clamd.ctl attendue.']),
  ...(vaultUrl === '' || isVault(vaultUrl, config.production)
    ? []
    : ['VAULT_URL : une adresse comme s3://clé:secret@serveur/seau?region=fr-par attendue.']),
  ...(levels.includes(logLevel) ? [] : [`LOG_LEVEL : l’un de ${levels.join(', ')} attendu.`]),
  ...(config.failpoint && config.production
    ? ['HABILIS_FAILPOINT : pour les essais ; jamais en production.']
    : []),
  ...secretFaults(config),
  ...sealFaults(config),
  ...mailFaults(config),
  ...openIdFaults(config),
];

const wholeNumber = (text: string): number => (/^\d+$/.test(text) ? Number(text) : Number.NaN);

/** @throws ConfigRefused with one line for each setting that cannot be used */
export function readConfig(environment: NodeJS.ProcessEnv): Readonly<Config> {
  const defaults = Object.fromEntries(settings.map((setting) => [setting.name, setting.default]));
  const value = (name: string): string => environment[name] || defaults[name] || '';
  const production = value('NODE_ENV') === 'production';
  const config: Config = {
    production,
    host: value('HOST'),
    port: wholeNumber(value('PORT')),
    databaseUrl: value('DATABASE_URL'),
    folder: resolve(value('HABILIS_VAR')),
    vaultUrl: value('VAULT_URL'),
    secret: value('HABILIS_SECRET'),
    sealKey: value('SEAL_KEY'),
    chromium: value('PUPPETEER_EXECUTABLE_PATH'),
    smtpUrl: value('SMTP_URL'),
    mailFrom: value('MAIL_FROM'),
    publicUrl: value('PUBLIC_URL').replace(/\/+$/, ''),
    directoryUrl: value('DIRECTORY_URL') || (production ? PUBLIC_DIRECTORY : ''),
    openIdIssuer: value('OPENID_ISSUER'),
    openIdClientId: value('OPENID_CLIENT_ID'),
    openIdClientSecret: value('OPENID_CLIENT_SECRET'),
    antivirusUrl: value('ANTIVIRUS_URL'),
    logLevel: value('LOG_LEVEL'),
    failpoint: value('HABILIS_FAILPOINT'),
    from: resolve(environment.INIT_CWD ?? ''),
  };
  const faults = faultsOf(config);
  if (faults.length > 0) throw new ConfigRefused(faults);
  return Object.freeze(config);
}
