/** The automata's door: each kind of job and the one use case it calls. */
import { tableRegistry } from '../src/allocataires/index.js';
import { fileAttestations, fileLot, issue } from '../src/attestations/index.js';
import { decideOutcomes, issueAttestations, notifyFamilies } from '../src/declarations/index.js';
import type { House } from '../src/kernel/context.js';
import { decide, notify } from '../src/processing/index.js';
import { resolving } from './identity.js';
import { expiring, printing } from './conventions.js';
import { depositReading } from './deposits.js';
import { filing } from './filing.js';
import { checking } from './partners.js';
import { exchanging } from './messages.js';
import { postal } from './mail.js';
import type { Handler } from './worker.js';
import { handle } from './worker.js';

export const automata = (house: House): Handler[] => {
  const registry = tableRegistry(house.database);
  return [
    // Twice is once: a row keeps the attestation it has. An amendment waits its turn.
    handle(issueAttestations, (ctx, { id }) => issue(ctx, id)),
    // Twice is once: what is filed is not printed again.
    handle(fileAttestations, fileLot),
    // Twice is once: a closed declaration is left as it is.
    handle(decideOutcomes, (ctx, { id }) => decide(ctx, id, registry)),
    // Twice is once: each version of an attestation is told under one key.
    handle(notifyFamilies, (ctx, { id }) => notify(ctx, id)),
    depositReading,
    checking,
    resolving,
    printing,
    expiring,
    ...exchanging,
    ...filing,
    ...postal,
  ];
};
