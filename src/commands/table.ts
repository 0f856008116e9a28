/** The table of commands: what each says of itself, and where its work is; the work is loaded when it is done. */
import { careTypes } from '../entitlements/index.js';
import type { Asked, Command } from './command.js';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

/** Settings that cannot be used are told at once: what the work is made of takes a second to load. */
const configured =
  (load: () => Promise<(asked: Asked) => ReturnType<Command['run']>>): Command['run'] =>
  async ({ config, values, args }) =>
    (await load())({ config, values, args });

export const commands: Record<string, Command> = {
  demo: {
    summary: 'joue une histoire entière : le mois, ou la convention et les habilitations',
    usage: '[--story month|habilitation] [--file mon-fichier.xlsx] [--serve]',
    options: { story: text, file: text, serve: flag },
    help: [
      '--story month             le mois, du fichier Excel aux attestations classées (par défaut)',
      '--story habilitation      de la demande de convention à la première connexion d’un télédéclarant, et aux départs',
      '--file mon-fichier.xlsx   joue le mois de ce fichier au lieu des deux exemples',
      '--serve                   laisse le serveur ouvert, et dit les comptes',
    ],
    run: configured(async () => (await import('./demo.js')).demo),
  },
  serve: {
    summary: 'sert l’API et fait travailler les automates',
    usage: '[--only api|workers]',
    options: { only: text },
    help: ['--only api|workers   une seule des deux parts dans ce processus'],
    run: configured(async () => (await import('./serve.js')).serve),
  },
  migrate: {
    summary: 'met la base à jour',
    run: configured(async () => (await import('./tables.js')).migrate),
  },
  seed: {
    summary: 'peuple une base vide avec des personnes de démonstration',
    run: configured(async () => (await import('./tables.js')).seed),
  },
  outbox: {
    summary: 'lit la boîte d’envoi : les courriers écrits sans serveur SMTP',
    usage: '[--last | --show 3]',
    options: { last: flag, show: text },
    help: [
      '--last     montre la dernière lettre',
      '--show 3   montre la troisième de la liste',
      '',
      'Sans SMTP_URL, chaque lettre est un fichier .eml du dossier outbox de HABILIS_VAR.',
    ],
    run: async (asked) => (await import('./outbox.js')).outbox(asked),
  },
  schema: {
    summary: 'écrit le schéma GraphQL (SDL) sur la sortie standard',
    usage: '[--write | --check]',
    options: { write: flag, check: flag },
    help: [
      '--write   l’écrit dans schema/schema.graphql',
      '--check   échoue si schema/schema.graphql n’est pas à jour',
    ],
    run: async (asked) => (await import('./prints.js')).schema(asked),
  },
  docs: {
    summary: 'écrit dans docs/ les cycles, les droits et les refus, depuis leurs tables',
    usage: '[--check]',
    options: { check: flag },
    help: ['--check   échoue si une page n’est pas à jour, sans rien écrire'],
    run: async (asked) => (await import('./prints.js')).docs(asked),
  },
  cmg: {
    summary: 'calcule le CMG d’un mois et l’explique règle par règle',
    usage: '--month AAAA-MM --care … --income … --birth AAAA-MM-JJ --hours … --spend … [options]',
    options: {
      month: text,
      care: text,
      income: text,
      children: text,
      birth: text,
      hours: text,
      specific: text,
      spend: text,
      single: flag,
      aah: flag,
      aeeh: flag,
      atypical: flag,
      prepare: text,
    },
    help: [
      '--month AAAA-MM       le mois de garde',
      `--care …              ${careTypes.map((careType) => careType.replace('_', '-')).join(', ')}`,
      '--income 20000        les revenus nets catégoriels de l’année N-2, en euros',
      '--children 1          les enfants à charge (1 par défaut)',
      '--birth AAAA-MM-JJ    la naissance de l’enfant ; en garde à domicile, celles de la famille, séparées par des virgules',
      '--hours 120           les heures de garde du mois, arrondies en dessous',
      '--specific 0          dont heures la nuit, le dimanche ou un jour férié (0 par défaut)',
      '--spend 1044,00       la dépense du mois, en euros',
      '--single              parent seul',
      '--aah --aeeh          bénéfice de l’une ou de l’autre allocation',
      '--atypical            les parents travaillent à des horaires atypiques (les deux, en couple)',
      '--prepare none        PreParE : none (aucune), half (50 % ou moins), part (de 50 à 80 %), full (arrêt complet)',
    ],
    run: async (asked) => (await import('./cmg.js')).cmg(asked),
  },
  jobs: {
    summary: 'montre le travail des automates, le relance ou le met de côté',
    usage:
      '[--list [--state set-aside] [--kind mail.send] | --schedule | --rerun NUMÉRO | --set-aside NUMÉRO]',
    options: { list: flag, state: text, kind: text, schedule: flag, rerun: text, 'set-aside': text },
    help: [
      'Sans option : le nombre de travaux par sorte et par état, et depuis quand le plus ancien attend.',
      '',
      '--list               les derniers travaux demandés, avec leur numéro et la raison d’un échec',
      '--state set-aside    ceux de cet état : queued (en attente), running (en cours), done (fait), set-aside (mis de côté)',
      '--kind mail.send     ceux de cette sorte',
      '--schedule           ce qui se fait à l’heure dite, et quand ce fut fait la dernière fois',
      '--rerun NUMÉRO       relance un travail tout de suite',
      '--set-aside NUMÉRO   le met de côté ; un automate qui en était occupé n’écrit plus rien',
    ],
    run: async (asked) => (await import('./jobs.js')).jobs(asked),
  },
  'second-factor': {
    summary: 'retire le second facteur d’une personne qui n’a plus ni son appareil ni ses codes de secours',
    usage: '--remove prenom.nom@structure.fr',
    options: { remove: text },
    help: [
      '--remove …   l’adresse de son compte ; assurez-vous d’abord que c’est bien elle qui le demande',
      '',
      'La personne est prévenue par une lettre. À la Caf, elle en choisit un autre à sa prochaine connexion.',
    ],
    run: async (asked) => (await import('./second-factor.js')).secondFactor(asked),
  },
  keys: {
    summary: 'dit les clés qui scellent les attestations, et les change',
    usage: '[--make | --json | --rotate | --withdraw CLÉ]',
    options: { make: flag, json: flag, rotate: flag, withdraw: text },
    help: [
      '--make           écrit une clé privée neuve, à donner à SEAL_KEY ; elle n’est gardée nulle part',
      '--json           écrit les clés publiques, pour vérifier hors ligne (comme GET /verify/keys)',
      '--rotate         met en service la clé de SEAL_KEY, ou une neuve sans SEAL_KEY ; les sceaux d’avant restent bons',
      '--withdraw CLÉ   retire une clé volée ou perdue : ses sceaux ne prouvent plus rien à eux seuls',
    ],
    run: async (asked) => (await import('./keys.js')).keys(asked),
  },
  'verify-attestation': {
    summary: 'vérifie le fichier PDF d’une attestation, hors ligne avec les clés publiées',
    usage: 'attestation.pdf [--keys cles.json]',
    takes: 'file',
    options: { keys: text },
    help: [
      'attestation.pdf    le fichier reçu, et non sa copie scannée : d’un papier, c’est le QR code qui se vérifie',
      '--keys cles.json   les clés du service, lues à son adresse officielle /verify/keys ; sans elles, celles de la base d’ici',
      '',
      'Rend 0 si le fichier est authentique, 1 s’il a été modifié ou ne vaut plus rien, 2 si on ne peut le dire.',
    ],
    run: async (asked) => (await import('./verify-attestation.js')).verifyAttestation(asked),
  },
  'verify-journal': {
    summary: 'vérifie la chaîne du journal',
    run: configured(async () => (await import('./tables.js')).verifyJournal),
  },
  check: {
    summary: 'vérifie que tout ce qui est gardé tient : base et fichiers, en lecture seule',
    usage: '[--all | --sample 500]',
    options: { all: flag, sample: text },
    help: [
      '--all          relit tous les fichiers (par défaut)',
      '--sample 500   relit 500 fichiers de chaque sorte, tirés au sort ; la base est toujours vérifiée en entier',
      '',
      'Sort avec 1 si quelque chose ne tient pas. Se lance à côté d’un service ouvert, autant de fois qu’on veut.',
    ],
    run: configured(async () => (await import('./check.js')).check),
  },
  test: {
    summary: 'passe les tests sur les deux moteurs',
    raw: true,
    run: async (asked) => (await import('./test.js')).test(asked),
  },
};
