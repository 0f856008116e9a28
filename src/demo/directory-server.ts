/**
 * A company directory of one's own, over real HTTP and in the public shape: the embedded default, and what the tests
 * lead into trouble. It counts its requests as the public service does, and refuses the eighth of a second.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { Listed } from './directory-entries.js';
import { listed, special } from './directory-entries.js';

/** How it behaves until told otherwise. */
export interface Behaviour {
  /** Milliseconds before it answers. */
  delay?: number;
  /** Answers this status and no establishment. */
  status?: number;
  retryAfter?: string;
  /** Answers this and nothing else. */
  body?: string;
  /** So many times; then it is well again. */
  times?: number;
}

export interface DirectoryServer {
  /** `http://127.0.0.1:40123` */
  address: string;
  /** The SIRETs it was asked, refused ones too. */
  asked: string[];
  behave(behaviour: Behaviour): void;
  /** Knows one more establishment, or says something else of one. */
  list(entry: Listed): void;
  close(): Promise<void>;
}

const PER_SECOND = 7;
const SECOND = 1_000;

const establishmentOf = ({ siret, naf, createdOn, workforce, address, closedOn, masked }: Listed) => ({
  activite_principale: naf,
  adresse: masked ? '[NON-DIFFUSIBLE]' : address.join(' '),
  caractere_employeur: workforce === 'NN' ? 'N' : 'O',
  code_postal: masked ? '[NON-DIFFUSIBLE]' : address.at(-1)?.slice(0, 5),
  commune: '49007',
  date_creation: createdOn,
  date_debut_activite: createdOn,
  date_fermeture: closedOn ?? null,
  est_siege: true,
  etat_administratif: closedOn ? 'F' : 'A',
  libelle_commune: address.at(-1)?.slice(6) ?? 'ANGERS',
  liste_enseignes: null,
  nom_commercial: null,
  siret,
  statut_diffusion_etablissement: masked ? 'P' : 'O',
  tranche_effectif_salarie: workforce === 'NN' ? null : workforce,
});

const unitOf = (entry: Listed) => ({
  siren: entry.siret.slice(0, 9),
  nom_complet: entry.name,
  nom_raison_sociale: entry.masked ? null : entry.name,
  sigle: null,
  nombre_etablissements: 1,
  nombre_etablissements_ouverts: entry.closedOn ? 0 : 1,
  activite_principale: entry.naf,
  date_creation: entry.createdOn,
  date_fermeture: entry.closedOn ?? null,
  etat_administratif: entry.closedOn ? 'C' : 'A',
  nature_juridique: entry.legalForm,
  statut_diffusion: entry.masked ? 'P' : 'O',
  tranche_effectif_salarie: entry.workforce === 'NN' ? null : entry.workforce,
  matching_etablissements: [establishmentOf(entry)],
});

const answerOf = (entries: readonly Listed[]) => ({
  results: entries.map(unitOf),
  total_results: entries.length,
  page: 1,
  per_page: 10,
  total_pages: 1,
});

/** Whether this request is one too many within a second. */
function counter(): () => boolean {
  let times: number[] = [];
  return () => {
    const now = performance.now();
    times = [...times.filter((time) => time > now - SECOND), now].slice(-PER_SECOND - 1);
    return times.length > PER_SECOND;
  };
}

function say(response: ServerResponse, status: number, body: string, retryAfter?: string): void {
  if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}

const refusal = (text: string): string => JSON.stringify({ erreur: text });

/** @param port  0: a free one */
export async function openDirectoryServer(port = 0): Promise<DirectoryServer> {
  const known = new Map(listed.map((entry) => [entry.siret, entry]));
  const asked: string[] = [];
  const isTooMany = counter();
  let behaviour: Behaviour = {};

  function take(): Behaviour {
    const { times, ...now } = behaviour;
    if (times !== undefined) behaviour = times > 1 ? { ...now, times: times - 1 } : {};
    return now;
  }

  function search(siret: string, response: ServerResponse): void {
    const { status = 200, retryAfter, body } = take();
    if (isTooMany()) return say(response, 429, refusal('Trop de requêtes'), '1');
    if (status !== 200) return say(response, status, body ?? refusal('Indisponible'), retryAfter);
    if (body !== undefined) return say(response, 200, body);
    if (siret === special.unavailable) return say(response, 503, refusal('Indisponible'));
    const exact = known.get(siret);
    const near = siret === special.unknown ? [...known.values()].slice(0, 2) : [];
    say(response, 200, JSON.stringify(answerOf(exact ? [exact] : near)));
  }

  function serve({ url = '/' }: IncomingMessage, response: ServerResponse): void {
    const [path, query] = url.split('?');
    const siret = new URLSearchParams(query).get('q') ?? '';
    if (path !== '/search' || siret.length < 3)
      return say(response, 400, refusal('3 caractères attendus dans q'));
    asked.push(siret);
    setTimeout(() => search(siret, response), behaviour.delay ?? 0);
  }

  const server = createServer(serve);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    behave: (next) => void (behaviour = next),
    list: (entry) => void known.set(entry.siret, entry),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
