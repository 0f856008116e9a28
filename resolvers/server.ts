/** The people's door: GraphQL and files over HTTP. */
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import { expressMiddleware } from '@as-integrations/express5';
import express from 'express';
import type { House } from '../src/kernel/context.js';
import { MOST_BYTES, MOST_WORDS, bounding } from './bounds.js';
import type { ApiContext } from './context.js';
import { openRequest } from './context.js';
import { notingFloods, oneCredential } from './credentials.js';
import { errorFormatter, faultOf, unauthorised } from './errors.js';
import { fileRouter } from './files.js';
import { openIdRouter } from './openid.js';
import { pageRouter } from './pages/index.js';
import { telling } from './consultations.js';
import { makeSchema } from './schema.js';
import { verifyRouter } from './verify.js';
import { noting } from './noting.js';

export interface Door {
  /** `http://127.0.0.1:4000` */
  address: string;
  close(): Promise<void>;
}

export interface DoorOptions {
  host: string;
  port: number;
  /** Behind a TLS proxy, with secure cookies and no introspection. */
  production: boolean;
}

/**
 * Milliseconds an idle connection is kept: longer than proxies keep theirs (60 s as a rule), so that it is never closed
 * under a request on its way.
 */
const KEPT = 65_000;

/** What Apollo would add by itself. */
const without = [
  // Nothing is told to another company's servers, whatever the environment says.
  ApolloServerPluginUsageReportingDisabled(),
  ApolloServerPluginSchemaReportingDisabled(),
  ApolloServerPluginInlineTraceDisabled(),
  ApolloServerPluginLandingPageDisabled(),
  // Asked of each field that is answered, to say of the whole what is always said here.
  ApolloServerPluginCacheControlDisabled(),
];

const graphqlServer = async (house: House, http: Server, { production }: DoorOptions) => {
  const server = new ApolloServer<ApiContext>({
    schema: await makeSchema(),
    introspection: !production,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    validationRules: [oneCredential],
    parseOptions: { maxTokens: MOST_WORDS },
    // Nobody needs them, and anybody could fill their memory.
    persistedQueries: false,
    formatError: errorFormatter(house.log),
    plugins: [
      bounding,
      noting,
      notingFloods,
      telling(house.log),
      ...without,
      ApolloServerPluginDrainHttpServer({ httpServer: http, stopGracePeriodMillis: 5_000 }),
    ],
    stopOnTerminationSignals: false,
    logger: house.log,
  });
  await server.start();
  return server;
};

const listen = (http: Server, { host, port }: DoorOptions): Promise<AddressInfo> =>
  new Promise((done, failed) => {
    http.once('error', failed);
    http.listen(port, host, () => done(http.address() as AddressInfo));
  });

const TOO_LONG = `La requête est trop longue : ${MOST_BYTES / 1_000} ko au plus. Un classeur se dépose par PUT, à l’adresse que donne sa déclaration.`;

/** Answers are of the person who asks, and of that moment. */
const neverKept: express.RequestHandler = (_request, response, next) => {
  response.set('cache-control', 'no-store');
  next();
};

/** What express itself refuses (a body that is not JSON, too long…), and what nobody answers. */
const lastResort =
  ({ log }: House): express.ErrorRequestHandler =>
  (error: { status?: number }, _request, response, _next) => {
    const status = error.status ?? 500;
    if (status < 500) {
      const message = status === 413 ? TOO_LONG : 'La requête n’a pas pu être lue.';
      response.status(status).json({ code: 'BAD_REQUEST', message });
      return;
    }
    const { status: known, ...told } = faultOf(log, error);
    response.status(known).json(told);
  };

/** @throws the system's own error when the port is taken */
export async function openDoor(house: House, options: DoorOptions): Promise<Door> {
  const app = express();
  app.disable('x-powered-by');
  if (options.production) app.set('trust proxy', 1);
  const http = createServer(app);
  http.keepAliveTimeout = KEPT;
  const graphql = await graphqlServer(house, http, options);
  app.use(
    '/graphql',
    neverKept,
    express.json({ limit: MOST_BYTES }),
    expressMiddleware(graphql, {
      context: ({ req, res }) => openRequest(house, req, res).catch(unauthorised),
    }),
  );
  const stopping = new AbortController();
  app.use(fileRouter(house, stopping.signal));
  app.use(pageRouter());
  app.use(openIdRouter(house));
  app.use(verifyRouter(house));
  app.get('/health', (_request, response) => void response.json({ status: 'ok' }));
  app.use((_request, response) => {
    response.status(404).json({ code: 'NOT_FOUND', message: 'Cette adresse n’existe pas.' });
  });
  app.use(lastResort(house));
  const { port } = await listen(http, options);
  return {
    address: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    close: () => {
      stopping.abort();
      return graphql.stop();
    },
  };
}
