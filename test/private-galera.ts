/** A Galera cluster of one's own for the length of the tests: three nodes on loopback, in a temporary folder. */
import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { RowDataPacket } from 'mysql2/promise';
import { createConnection } from 'mysql2/promise';
import { atExit } from './at-exit.js';
import type { Owner } from './mariadb-process.js';
import { PATH, end, ended, installed, installer, launch, ready, usual } from './mariadb-process.js';
import { shortFolder } from './private-mariadb.js';

export interface GaleraNode {
  /** `127.0.0.1:port`. */
  at: string;
  kill(): Promise<void>;
  /** Starts it again, until it has what the others have. */
  start(): Promise<void>;
  /** Asks it by its socket, as its administrator. */
  ask<Row>(query: string): Promise<Row[]>;
  /** What it says of its part in the cluster. */
  status(name: string): Promise<string>;
}

export interface PrivateGalera {
  nodes: GaleraNode[];
  /** The address of a database of theirs, the nodes in the order that is given. */
  address(database: string, order?: readonly GaleraNode[]): string;
  /** Stops the nodes, and only these, then removes their folder. */
  stop(): Promise<void>;
}

const NODES = 3;
const ACCOUNT = 'habilis';
const PACKAGES = ['galera-4', 'mariadb-server', 'rsync'];
const PROVIDERS = ['/usr/lib/galera/libgalera_smm.so', '/usr/lib64/galera-4/libgalera_smm.so'];
/** Milliseconds. */
const SYNCS_WITHIN = 120_000;

const isRoot = process.getuid?.() === 0;
const provider = (): string | undefined => PROVIDERS.find((file) => existsSync(file));
const has = (program: string): boolean =>
  PATH.split(delimiter).some((folder) => existsSync(join(folder, program)));
const isInstalled = (): boolean =>
  provider() !== undefined && ['mariadbd', 'mariadb-install-db', 'wsrep_sst_rsync', 'rsync'].every(has);

/** @throws Error that says what to install, where this account cannot */
export function demandPackages(): void {
  if (isInstalled()) return;
  if (isRoot && has('apt-get')) {
    console.log(`Installation de ${PACKAGES.join(', ')}…`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...PACKAGES]])
      spawnSync('apt-get', ['-q', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  if (!isInstalled())
    throw new Error(`Galera n’est pas installé. Sur Debian : apt-get install ${PACKAGES.join(' ')}`);
}

/** As the administrator, the transfer of a state fails: what receives it gives up its rights. */
function ownerOfNodes(): Owner | undefined {
  if (!isRoot) return undefined;
  const id = (kind: string) => Number(execFileSync('id', [kind, 'mysql'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Ports that nobody listens on, all at once so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

interface Place {
  folder: string;
  /** Of people, of the group, of a whole state and of what was missed. */
  ports: number[];
}

function optionsOf({ folder, ports: [people, group, state, missed] }: Place, groups: number[]): string[] {
  const at = (port?: number) => `127.0.0.1:${port}`;
  const own = [
    `base_host=127.0.0.1`,
    `base_port=${group}`,
    `gmcast.listen_addr=tcp://${at(group)}`,
    `ist.recv_addr=${at(missed)}`,
    'gcache.size=32M',
  ];
  return [
    ...usual(folder),
    '--bind-address=127.0.0.1',
    `--port=${people}`,
    '--skip-name-resolve',
    '--innodb-buffer-pool-size=64M',
    '--innodb-log-file-size=16M',
    '--innodb-autoinc-lock-mode=2',
    '--binlog-format=ROW',
    '--wsrep-on=ON',
    `--wsrep-provider=${provider()}`,
    `--wsrep-provider-options=${own.join(';')}`,
    `--wsrep-cluster-address=gcomm://${groups.map(at).join(',')}`,
    `--wsrep-node-address=${at(group)}`,
    '--wsrep-sst-method=rsync',
    `--wsrep-sst-receive-address=${at(state)}`,
  ];
}

interface Process {
  node: GaleraNode;
  start(more?: string[]): Promise<void>;
  stop(): Promise<void>;
  /** Cannot wait for anything. */
  cut(): void;
}

function processOf(place: Place, groups: number[], owner?: Owner): Process {
  const { folder, ports } = place;
  let running: ChildProcess | undefined;
  const ask = async <Row>(query: string): Promise<Row[]> => {
    const connection = await createConnection({ socketPath: join(folder, 'socket'), user: 'root' });
    try {
      const [rows] = await connection.query<RowDataPacket[]>(query);
      return rows as Row[];
    } finally {
      await connection.end();
    }
  };
  const status = async (name: string) =>
    (await ask<{ Value: string }>(`show status like '${name}'`))[0]?.Value ?? '';
  const start = async (more: string[] = []) => {
    running = launch(folder, 'mariadbd', [...optionsOf(place, groups), ...more], owner);
    await ready(running, folder);
    for (const until = performance.now() + SYNCS_WITHIN; (await status('wsrep_local_state')) !== '4';) {
      if (performance.now() > until) throw new Error('Un nœud ne rejoint pas la grappe.');
      await pause(50);
    }
  };
  const kill = async () => {
    running!.kill('SIGKILL');
    await ended(running!);
  };
  return {
    node: { at: `127.0.0.1:${ports[0]}`, kill, start: () => start(), ask, status },
    start,
    stop: () => (running ? end(running) : Promise.resolve()),
    cut: () => void running?.kill('SIGKILL'),
  };
}

/** The first begins the cluster; the others, on an empty folder, are given its state. */
async function begin([first, ...others]: Process[], folder: string, owner?: Owner): Promise<void> {
  await installed(installer(folder, owner), folder);
  await first!.start(['--wsrep-new-cluster']);
  for (const other of others) await other.start();
  await first!.node.ask(`create user ${ACCOUNT}@'127.0.0.1'`);
  await first!.node.ask(`grant all on *.* to ${ACCOUNT}@'127.0.0.1'`);
}

/** Folders of the nodes, of whoever runs them. */
function foldersIn(folder: string, owner?: Owner): string[] {
  const folders = Array.from({ length: NODES }, (_, at) => join(folder, `node${at + 1}`));
  for (const each of folders) mkdirSync(join(each, 'data'), { recursive: true });
  if (owner)
    for (const each of [folder, ...folders.flatMap((node) => [node, join(node, 'data')])])
      chownSync(each, owner.uid, owner.gid);
  return folders;
}

/**
 * @param base  where it makes its folder
 * @throws Error with a node's last words when it does not start
 */
export async function startGalera(base: string): Promise<PrivateGalera> {
  demandPackages();
  const owner = ownerOfNodes();
  const folder = shortFolder(base, 'habilis-galera-');
  const folders = foldersIn(folder, owner);
  const ports = await freePorts(4 * NODES);
  const places = folders.map((each, at) => ({ folder: each, ports: ports.slice(4 * at, 4 * at + 4) }));
  const groups = places.map((place) => place.ports[1]!);
  const processes = places.map((place) => processOf(place, groups, owner));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  const cancel = atExit(() => {
    for (const { cut } of processes) cut();
    remove();
  });
  const stop = async () => {
    for (const process of processes) await process.stop();
    cancel();
    remove();
  };
  try {
    await begin(processes, folders[0]!, owner);
  } catch (error) {
    await stop();
    throw error;
  }
  const nodes = processes.map(({ node }) => node);
  const address = (database: string, order: readonly GaleraNode[] = nodes) =>
    `mariadb://${ACCOUNT}@${order.map(({ at }) => at).join(',')}/${database}`;
  return { nodes, address, stop };
}
