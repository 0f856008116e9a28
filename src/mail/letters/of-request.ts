/** Letters about a habilitation request: to whom they go, and while what is so. */
import { In, Not } from 'typeorm';
import type { Context } from '../../kernel/context.js';
import type { JobKind } from '../../kernel/jobs.js';
import { Person } from '../../identity/index.js';
import { readCaf, readStructure } from '../../partners/index.js';
import type { HabilitationRequest, RequestState } from '../../requests/index.js';
import {
  readRequest,
  requestKindNames,
  tellAccepted,
  tellHabilitated,
  tellRefused,
  tellRemovalDone,
  tellRemoved,
  tellRequested,
} from '../../requests/index.js';
import type { Content } from '../content.js';
import type { Reader } from '../recipients.js';
import { holdersOf, readerOf } from '../recipients.js';
import type { LetterKind } from './kind.js';
import type { AboutRequest } from './requests.js';
import { habilitated, removalDone, removed, requestAccepted, requestRefused, requested } from './requests.js';

async function aboutOf(ctx: Context, request: HabilitationRequest): Promise<AboutRequest> {
  const structure = await readStructure(ctx, request.structureId);
  const caf = await readCaf(ctx, request.caf);
  return {
    reference: request.reference,
    kind: requestKindNames[request.kind],
    structure: structure.name,
    caf: caf.name,
    home: ctx.house.publicUrl,
  };
}

const byId = async ({ em }: Context, id: string | null): Promise<Reader[]> =>
  (await em.findBy(Person, { id: id ?? '' })).map(readerOf);

/** To whom a letter goes, in the words of the table of letters. */
const recipients = {
  officers: (ctx, { caf }) => holdersOf(ctx, { role: 'conventionOfficer', caf }),
  manager: (ctx, { submittedBy }) => byId(ctx, submittedBy),
  /** Who has no password yet has the letter of activation. */
  habilitatedPerson: async (ctx, { personId: id, structureId, roles }) => {
    const active = await ctx.em.existsBy(Person, { id: id ?? '', passwordHash: Not('') });
    const held = await holdersOf(ctx, { structureId, role: In(roles) });
    return active ? held.filter((reader) => reader.id === id) : [];
  },
  removedPerson: (ctx, { formerPersonId }) => byId(ctx, formerPersonId),
} satisfies Record<string, (ctx: Context, request: HabilitationRequest) => Promise<Reader[]>>;

interface AboutOneRequest {
  cause: JobKind;
  to: keyof typeof recipients;
  /** In any other state of the request, what it says is no longer so. */
  in: readonly RequestState[];
  /** Why they are written to, of the structure's name and the Caf's. */
  because: (about: AboutRequest) => string;
  says: (about: AboutRequest, request: HabilitationRequest) => Content;
}

const ofRequest = ({ cause, to, in: states, because, says }: AboutOneRequest): LetterKind => ({
  cause,
  to: [to],
  while: states.join(', '),
  async open(ctx, id) {
    const request = await readRequest(ctx, id);
    const about = await aboutOf(ctx, request);
    return {
      caf: request.caf,
      holds: states.includes(request.state),
      readers: await recipients[to](ctx, request),
      because: because(about),
      says: () => says(about, request),
    };
  },
});

const asOfficer = ({ caf }: AboutRequest): string => `vous examinez les demandes d’habilitation de la ${caf}`;
const asManager = ({ structure }: AboutRequest): string => `vous gérez les habilitations de ${structure}`;

export const requestLetters = {
  requested: ofRequest({
    cause: tellRequested,
    to: 'officers',
    in: ['submitted'],
    because: asOfficer,
    says: requested,
  }),
  removalDone: ofRequest({
    cause: tellRemovalDone,
    to: 'officers',
    in: ['done'],
    because: asOfficer,
    says: removalDone,
  }),
  requestAccepted: ofRequest({
    cause: tellAccepted,
    to: 'manager',
    in: ['accepted'],
    because: asManager,
    says: (about, { civility, firstName, lastName }) =>
      requestAccepted(about, `${civility} ${firstName} ${lastName}`),
  }),
  requestRefused: ofRequest({
    cause: tellRefused,
    to: 'manager',
    in: ['refused'],
    because: asManager,
    says: (about, { reason }) => requestRefused(about, reason!),
  }),
  habilitated: ofRequest({
    cause: tellHabilitated,
    to: 'habilitatedPerson',
    in: ['accepted'],
    because: ({ structure }) => `vous agissez pour ${structure}`,
    says: (about, { roles }) => habilitated(about, roles),
  }),
  removed: ofRequest({
    cause: tellRemoved,
    to: 'removedPerson',
    in: ['done', 'accepted'],
    because: ({ structure }) => `vous avez agi pour ${structure}`,
    says: removed,
  }),
};
