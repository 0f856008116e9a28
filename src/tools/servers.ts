/** The servers of one database as TypeORM is lent them: the first in order that is there, and again one before it once it is back. */
import type { Duplex } from 'node:stream';
import type { Connection, ConnectionOptions, Pool, PoolConnection, PoolOptions, RowDataPacket } from 'mysql2';
import { createConnection, createPool } from 'mysql2';

/** Milliseconds for which what was seen of a server is believed. */
const FRESH = 1_000;
/** Milliseconds within which one of several connects and answers, or is taken for gone: its cluster takes no less. */
const SOON = 3_000;
/** What a node says of itself that left its cluster: it accepts connections, and refuses all work. */
const OUTSIDE = { errno: 1047 };

type Place = { host: string; port: number } | { socketPath: string };

const placeOf = ({ hostname: host, port, searchParams }: URL): Place => {
  const socketPath = searchParams.get('socketPath');
  return socketPath ? { socketPath } : { host, port: Number(port || 3306) };
};

const taken = (pool: Pool): Promise<PoolConnection> =>
  new Promise((done, failed) => {
    pool.getConnection((error, connection) => (error ? failed(error) : done(connection)));
  });

const ended = (pool: Pool): Promise<void> =>
  new Promise((done, failed) => {
    pool.end((error) => (error ? failed(error) : done()));
  });

/** Asked within a time: whoever fell silent is not waited for, and its connection is not used again. */
const answered = <Row>(connection: Connection, sql: string): Promise<Row[]> =>
  new Promise((done, failed) => {
    connection.query<RowDataPacket[]>({ sql, timeout: SOON }, (error, rows) => {
      if (!error) return done(rows as unknown as Row[]);
      connection.destroy();
      failed(error);
    });
  });

/** A reading sees what another node has confirmed. What is no cluster does not wait, or does not know the word. */
const readInOrder = (connection: PoolConnection): void => {
  connection.query('set session wsrep_sync_wait = 1', () => undefined);
};

const streamOf = (connection: PoolConnection): Duplex => (connection as unknown as { stream: Duplex }).stream;

/** Seconds after which a transaction whose process says nothing any more is undone: others wait for what it holds. */
const LEFT_ALONE = 15;

/** MySQL does not know the word. */
const boundTransactions = (connection: PoolConnection): void => {
  connection.query(`set session idle_transaction_timeout = ${LEFT_ALONE}`, () => undefined);
};

class Server {
  private readonly pool: Pool;
  /** Apart: those of the pool may all be waiting for a server that fell silent. */
  private watch: Connection | undefined;
  private readonly open = new Set<PoolConnection>();
  private failure: Error | undefined;
  private checking: Promise<void> | undefined;
  private checkedAt = -Infinity;
  private readonly watching: NodeJS.Timeout | undefined;

  constructor(
    private readonly options: PoolOptions,
    private readonly place: Place,
    private readonly isAlone: boolean,
  ) {
    const soon = isAlone ? {} : { connectTimeout: SOON };
    this.pool = createPool({ ...options, ...place, ...soon }).on('connection', (connection) => {
      readInOrder(connection);
      boundTransactions(connection);
      this.open.add(connection);
      streamOf(connection).once('close', () => this.open.delete(connection));
    });
    // Whoever waits for its answer asks for nothing else meanwhile.
    if (!isAlone) this.watching = setInterval(() => this.open.size > 0 && this.look(), FRESH).unref();
  }

  /** @throws why it is not there; whether it is back is then found out for whoever comes next */
  async connection(): Promise<PoolConnection> {
    if (this.isAlone) return taken(this.pool);
    if (performance.now() - this.checkedAt > FRESH) this.look();
    if (!this.failure) await this.checking;
    if (this.failure) throw this.failure;
    return taken(this.pool);
  }

  async ask<Row>(sql: string): Promise<Row[]> {
    const connection = await taken(this.pool);
    const rows = await answered<Row>(connection, sql);
    connection.release();
    return rows;
  }

  async end(): Promise<void> {
    clearInterval(this.watching);
    this.watch?.destroy();
    await ended(this.pool);
  }

  private look(): void {
    this.checking ??= this.check();
  }

  private watcher(): Connection {
    const { user, password, database } = this.options;
    const account = { user, password, database } as ConnectionOptions;
    const connection = createConnection({ ...account, ...this.place, connectTimeout: SOON });
    // What it fails by while it is asked is told to whoever asks; the next question has a new one.
    const forget = () => void (this.watch === connection && (this.watch = undefined));
    return connection.on('error', forget).on('end', forget);
  }

  private async check(): Promise<void> {
    try {
      const said = await answered<{ Variable_name: string; Value: string }>(
        (this.watch ??= this.watcher()),
        "show status where variable_name in ('wsrep_provider_name', 'wsrep_ready')",
      );
      const value = new Map(said.map(({ Variable_name: name, Value }) => [name, Value]));
      if (value.get('wsrep_provider_name') && value.get('wsrep_ready') !== 'ON')
        throw Object.assign(new Error('This node is out of its cluster.'), OUTSIDE);
      this.failure = undefined;
    } catch (error) {
      this.watch?.destroy();
      this.watch = undefined;
      this.failure = error as Error;
      this.cutOff(this.failure);
    }
    this.checkedAt = performance.now();
    this.checking = undefined;
  }

  /** What was asked of it is not waited for: who asked is told, and asks another. */
  private cutOff(why: Error): void {
    const lost = Object.assign(new Error(why.message), { code: 'PROTOCOL_CONNECTION_LOST' });
    for (const connection of this.open) streamOf(connection).destroy(lost);
  }
}

type Taken = (error: unknown, connection?: PoolConnection) => void;

async function firstOf(servers: readonly Server[]): Promise<PoolConnection> {
  let failure: unknown;
  for (const server of servers) {
    try {
      return await server.connection();
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

export interface Servers {
  /** For TypeORM, in the place of the driver. */
  driver: { createPool(options: PoolOptions): unknown };
  /** Each by its name, once TypeORM is connected. */
  each(): { name: string; ask<Row>(sql: string): Promise<Row[]> }[];
}

export function openServers(addresses: readonly URL[]): Servers {
  let servers: Server[] = [];
  return {
    driver: {
      createPool(options) {
        servers = addresses.map((address) => new Server(options, placeOf(address), addresses.length === 1));
        return {
          getConnection(told: Taken) {
            firstOf(servers).then((connection) => told(null, connection), told);
          },
          end(told: Taken) {
            Promise.all(servers.map((server) => server.end())).then(() => told(null), told);
          },
        };
      },
    },
    each: () => servers.map((server, at) => ({ name: addresses[at]!.host, ask: (sql) => server.ask(sql) })),
  };
}
