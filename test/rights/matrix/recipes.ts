/** How each operation of permissions.yaml is called, on the things of the matrix: one recipe an entry, of the same name. */
import { Job } from '../../../src/kernel/jobs.js';
import { DEMO_PASSWORD } from '../../../src/seed/index.js';
import { who } from '../../bench.js';
import { named, scan } from '../../conventions/case.js';
import { covering } from './agreements.js';
import { refused } from './call.js';
import { called, certificate, countingUnread } from './conversations.js';
import { met } from './identities.js';
import { PASSWORD } from './people.js';
import type { Recipe } from './recipe.js';
import {
  counted,
  deciding,
  endingOthers,
  field,
  get,
  list,
  onRow,
  ownSession,
  page,
  put,
  step,
  task,
} from './recipe.js';
import { acting, countingCases, loaded } from './queue.js';
import { withFactor } from './second-factors.js';
import { allocataireOf, ask, compare, judged, sealedCode } from './seals.js';
import type { Things } from './things.js';
import { automataRecipes } from './automata-recipes.js';

/** A month of which everything is known. */
const input = {
  careType: 'MICRO_CRECHE',
  month: '2026-10',
  household: 'SINGLE',
  incomeN2: 21_400,
  childrenInCharge: 1,
  aah: false,
  aeeh: false,
  atypicalHoursCondition: false,
  prepare: 'NONE',
  childBirthDate: '2024-12-19',
  hours: 100,
  specificHours: 0,
  spendCents: 90_000,
};

/** Strong, and nobody's yet. */
const ANOTHER_PASSWORD = 'quatre corbeaux violets sous la pluie';

/** The cursor before the first entry of a list ordered by integers. */
const START = Buffer.from('0').toString('base64url');

const draftPath = ({ draft }: Things) => `/declarations/${draft.id}`;
const processedPath = ({ processed }: Things) => `/declarations/${processed.id}`;

// oxfmt-ignore
export const recipes: Record<string, Recipe> = {
  'signIn': field(() => ({ email: who.declarant, password: DEMO_PASSWORD })),
  'signOut': field(),
  'setPassword': field(({ resetSecret }) => ({ secret: resetSecret, password: ANOTHER_PASSWORD })),
  'forgotPassword': field(() => ({ email: who.otherApprover })),
  'resendActivation': field(({ invitedId: personId }) => ({ personId })),
  'changePassword': field(() => ({ current: PASSWORD, password: ANOTHER_PASSWORD })),
  'me': field(),
  'me, who met an identity elsewhere': met,
  'enrolSecondFactor': field(),
  'confirmSecondFactor': withFactor('begun'),
  'proveSecondFactor': withFactor('owed'),
  'disableSecondFactor': withFactor('shown', { password: PASSWORD }),
  'renewRecoveryCodes': withFactor('shown', { password: PASSWORD }),
  'unlinkOpenId': met,
  'revokeSession, one’s own': ownSession,
  'revokeSession, another’s': field(({ anothersSessionId: id }) => ({ id })),
  'revokeOtherSessions': endingOthers,

  'conditions': field(),
  'caf': field(({ caf }) => ({ code: caf })),
  'cafSettings': field(({ caf }) => ({ code: caf })),
  'setRegisterChecks': field(({ caf }) => ({ code: caf, enabled: true })),
  'setNimsDecider': field(({ caf }) => ({ code: caf, decider: 'OUTSIDE' })),
  'createCafAccessToken': field(({ caf }) => ({ input: { caf, name: 'NIMS', operations: ['FEED_NIMS'] } })),
  'revokeAccessToken, of the Caf': field(({ cafToken }) => ({ ...cafToken })),
  'establishment': field(({ siret }) => ({ siret })),
  'simulateCmg': field(() => ({ input })),
  'simulateCmg, of a month that opens no right': field(() => ({ input: { ...input, childBirthDate: '2015-01-01' } })),
  'simulateCmg, of what is not all given': field(() => ({ input: { ...input, incomeN2: null } })),
  'simulateCmg, with a record': field(({ caf }) => ({ input, record: { caf, number: '3521874' } })),

  'structure': field(({ structureId: id }) => ({ id })),
  'structures': list(({ structureId }) => structureId),
  'partner': field(({ partnerId: id }) => ({ id })),
  'convention': field(({ convention: { id } }) => ({ id })),
  'convention, ended': field(({ endedId: id }) => ({ id })),
  'conventions': list(({ convention }) => convention.id),
  'convention, asked for': field(({ requested: { id } }) => ({ id })),
  'conventions, asked for': list(({ requested }) => requested.id),
  'requestConvention': field(({ caf }) => ({ caf, service: 'CMG', convention: covering(), applicant: named('Rose', 'Martin', 'rose.martin@bulles.example') })),
  'amendConvention': field(({ sentBack }) => ({ ...sentBack, convention: covering() })),
  'advanceConvention, asking again': step('SUBMIT', ({ sentBack }) => sentBack),
  'advanceConvention, returning': step('RETURN', ({ requested }) => requested, { reason: 'À compléter.' }),
  'advanceConvention, preparing': step('PREPARE', ({ requested }) => requested),
  'advanceConvention, taking back': step('TAKE_BACK', ({ printed }) => printed),
  'advanceConvention, sending back': step('SEND_BACK', ({ signed }) => signed, { reason: 'Une page manque.' }),
  'advanceConvention, activating': step('ACTIVATE', ({ signed }) => signed),
  'advanceConvention, refusing': step('REFUSE', ({ requested }) => requested, { reason: 'Hors du ressort de la Caf.' }),
  'advanceConvention, giving up': step('WITHDRAW', ({ requested }) => requested),
  'advanceConvention, denouncing': step('DENOUNCE', ({ convention }) => convention, { reason: 'Cessation d’activité.', endsOn: '2027-06-30' }),
  'advanceConvention, denouncing another of the partner': step('DENOUNCE', ({ another }) => another, { reason: 'Cessation d’activité.', endsOn: '2027-06-30' }),
  'advanceConvention, maintaining': step('MAINTAIN', ({ denounced }) => denounced),
  'replaceManager': field(({ convention }) => ({ ...convention, manager: named('Jeanne', 'Robert', 'jeanne.robert@bulles.example') })),
  'advanceConvention, ending': step('END', ({ convention }) => convention, { reason: 'Cessation d’activité.' }),
  'GET /conventions/:id/pdf': get(({ printed }) => `/conventions/${printed.id}/pdf`),
  'PUT /conventions/:id/signed-copy': put(({ printed }) => `/conventions/${printed.id}/signed-copy`, () => scan('again')),
  'GET /conventions/:id/signed-copy': get(({ signed }) => `/conventions/${signed.id}/signed-copy`),

  'habilitationRequest, a draft': field(({ requestDraft: { id } }) => ({ id })),
  'habilitationRequest, sent': field(({ modification: { id } }) => ({ id })),
  'habilitationRequest, refused': field(({ requestRefused: { id } }) => ({ id })),
  'habilitationRequests, a draft': list(({ requestDraft }) => requestDraft.id),
  'habilitationRequests, sent': list(({ modification }) => modification.id),
  'habilitationRequestCounts, of drafts': counted('DRAFT'),
  'habilitationRequestCounts, of those sent': counted('SUBMITTED'),
  'createHabilitationRequest': field(({ structureId }) => ({ structureId, kind: 'ADD', content: {} })),
  'editHabilitationRequest': field(({ requestDraft }) => ({ ...requestDraft, content: {} })),
  'deleteHabilitationRequest': field(({ requestDraft }) => ({ ...requestDraft })),
  'advanceHabilitationRequest, sending': step('SUBMIT', ({ requestDraft }) => requestDraft),
  'advanceHabilitationRequest, removing': step('REMOVE', ({ removal }) => removal),
  'advanceHabilitationRequest, taking back': step('WITHDRAW', ({ requestSent }) => requestSent),
  'advanceHabilitationRequest, accepting': step('ACCEPT', ({ requestSent }) => requestSent),
  'advanceHabilitationRequest, refusing': step('REFUSE', ({ requestSent }) => requestSent, { reason: 'Adresse personnelle.' }),
  'decideHabilitationRequests, accepting': deciding('ACCEPT'),
  'decideHabilitationRequests, refusing': deciding('REFUSE', 'Adresse personnelle.'),

  'accessTokens, another’s': list(({ token }) => token.id),
  'accessTokens, one’s own': list(({ tokens, token }, person) => tokens[person] ?? token.id),
  'createAccessToken': field(({ structureId }) => ({ input: { name: 'Crèches en ligne', structureIds: [structureId], operations: ['READ_REPORTS'] } })),
  'revokeAccessToken': field(({ token }) => ({ ...token })),

  'declaration, of a draft': field(({ draft: { id } }) => ({ id })),
  'declaration, of a declaration returned': field(({ returned: { id } }) => ({ id })),
  'declaration, of a declaration sent': field(({ processed: { id } }) => ({ id })),
  'declaration, of an amendment sent': field(({ amendment: { id } }) => ({ id })),
  'declarations, of a draft': list(({ draft }) => draft.id),
  'declarations, of a declaration sent': list(({ processed }) => processed.id),
  'createDeclaration': field(({ structureId, month }) => ({ structureId, month, type: 'CMG_MICRO_CRECHE' })),
  'amendDeclaration': field(({ processed }) => ({ ...processed })),
  'correctRow': onRow(({ rowId }) => rowId, { cells: [{ column: 'hours', text: '39' }] }),
  'acceptProposal': field(({ draft, anomalyId }) => ({ ...draft, anomalyId })),
  'acceptProposals': field(({ draft }) => ({ ...draft })),
  'setRowAside': onRow(({ rowId }) => rowId, { reason: 'doublon' }),
  'restoreRow': onRow(({ asideId }) => asideId),
  'acceptConditions': field(({ draft }) => ({ ...draft, version: '2026-1' })),
  'advanceDeclaration, cancelling a draft': step('CANCEL', ({ draft }) => draft),
  'advanceDeclaration, submitting': step('SUBMIT', ({ accepted }) => accepted),
  'advanceDeclaration, approving': step('APPROVE', ({ waiting }) => waiting),
  'advanceDeclaration, returning': step('RETURN', ({ waiting }) => waiting, { comment: 'à revoir' }),

  'PUT /declarations/:id/workbook': put((things) => `${draftPath(things)}/workbook`),
  'GET /declarations/:id/workbook, of a draft': get((things) => `${draftPath(things)}/workbook`),
  'GET /declarations/:id/workbook, of a declaration sent': get((things) => `${processedPath(things)}/workbook`),
  'GET /declarations/:id/returned-workbook, of a draft': get((things) => `${draftPath(things)}/returned-workbook`),
  'GET /declarations/:id/returned-workbook, of a declaration sent': get((things) => `${processedPath(things)}/returned-workbook`),
  'GET /declarations/:id/deposits/:number': get((things) => `${draftPath(things)}/deposits/1`),
  'GET /declarations/:id/deposits/:number/progress': get((things) => `${draftPath(things)}/deposits/1/progress`),
  'GET /declarations/:id/deposits/under-key/:key/progress': get((things) => `${draftPath(things)}/deposits/under-key/${things.key}/progress`),
  'GET /declarations/:id/blank-workbook': get((things) => `${draftPath(things)}/blank-workbook`),
  'GET /declarations/:id/prefilled-workbook': get(({ following }) => `/declarations/${following.id}/prefilled-workbook`),
  'GET /declarations/:id/report': get((things) => `${processedPath(things)}/report`),
  'GET /declarations/:id/report.pdf': get((things) => `${processedPath(things)}/report.pdf`),

  'attestation': field(({ attestationId: id }) => ({ id })),
  'attestations': list(({ attestationId }) => attestationId),
  'GET /attestations/:id': get(({ attestationId }) => `/attestations/${attestationId}`),
  'processingReport': field(({ processed }) => ({ declarationId: processed.id })),
  'reassignment, one of mine': field(({ claimed: { id } }) => ({ id })),
  'reassignment, closed': field(({ closed: { id } }) => ({ id })),
  'reassignments': list(({ open }) => open.id),
  'reassignmentCounts': countingCases,
  'adviserLoads': loaded,
  'claimNextReassignment': field(),
  'advanceReassignments, claiming': acting(({ open }) => ({ ...open, step: 'CLAIM' })),
  'advanceReassignments, assigning': acting(({ open, adviserId }) => ({ ...open, step: 'ASSIGN', adviserId })),
  'advanceReassignment, assigning': field(({ open, adviserId }) => ({ ...open, step: 'ASSIGN', adviserId })),
  'advanceReassignment, handing over': field(({ claimed, adviserId }) => ({ ...claimed, step: 'HAND_OVER', adviserId })),
  'advanceReassignment, putting back a colleague’s': step('PUT_BACK', ({ colleagues }) => colleagues),
  'advanceReassignment, claiming': step('CLAIM', ({ open }) => open),
  'advanceReassignment, putting back one’s own': step('PUT_BACK', ({ claimed }) => claimed),
  'advanceReassignment, closing one’s own': step('CLOSE', ({ claimed }) => claimed, { outcome: 'NO_RIGHT', comment: 'Famille partie.' }),
  'advanceReassignment, closing a colleague’s': step('CLOSE', ({ colleagues }) => colleagues, { outcome: 'NO_RIGHT', comment: 'Famille partie.' }),

  'advanceReassignment, asking': step('ASK', ({ claimed }) => claimed, { question: 'Qui est-ce ?' }),

  'conversation': field(({ exchange: { id } }) => ({ id })),
  'conversations': list(({ exchange }) => exchange.id),
  'unreadConversationCount': countingUnread,
  'openConversation': field(({ processed }) => ({ declarationId: processed.id, subject: 'Heures', body: 'Bonjour.' })),
  'writeMessage': field(({ exchange }) => ({ ...exchange, body: 'Merci.' })),
  'markConversationRead': field(({ exchange: { id } }) => ({ id, number: 1 })),
  'PUT /declarations/:id/attachments': put((things) => `${processedPath(things)}/attachments`, () => certificate, called),
  'GET /attachments/:id': get(({ attachedId }) => `/attachments/${attachedId}`),

  'damagedFiles': list(({ damageId }) => damageId),

  'nimsFeed': list(({ nimsEntryId }) => nimsEntryId, ({ caf }) => ({ caf, after: START })),
  'acknowledgeNims': field(({ caf }) => ({ caf, cursor: START })),
  'postNimsOutcomes': field(({ caf }) => ({ caf, outcomes: [{ number: 'A-493-202610-000001', version: 1, outcome: 'PROCESSED' }] })),
  'GET /cafs/:code/nims.csv': get(({ caf }) => `/cafs/${caf}/nims.csv?after=${START}`),
  'familyNotices': list(({ noticeId }) => noticeId),
  'consultations': list(({ consultationId }) => consultationId, ({ consultedId: recordId }) => ({ recordId })),

  'GET /health': get(() => '/health'),
  'GET /verify': page('/verify'),
  'GET /verify/keys': page('/verify/keys'),
  'GET /verify/:code': async (_operation, { bench, things: { attestationId } }) => judged(await ask(bench, await sealedCode(bench, attestationId))),
  'POST /verify': async (_operation, { bench, things: { attestationId } }) =>
    judged(await compare(bench, await sealedCode(bench, attestationId), await allocataireOf(bench, attestationId))),
  'GET /activation': page('/activation'),
  'GET /mot-de-passe': page('/mot-de-passe'),
  'GET /openid/start': get(() => '/openid/start'),
  'GET /openid/callback': get(() => '/openid/callback?code=x&state=x'),
  'GET /openid/sign-out': get(() => '/openid/sign-out'),
  'GET /openid/signed-out': get(() => '/openid/signed-out'),
  'POST /graphql': async (_operation, { caller }) => {
    const { status, errors } = await caller.post('{ __typename }');
    return errors ? refused(status, errors[0]!.extensions.code, errors[0]!.message) : { granted: true, data: null };
  },

  'job': field(({ waitingJobId: id }) => ({ id })),
  'jobs': list(({ waitingJobId }) => waitingJobId),
  'jobCounts': counted('SET_ASIDE'),
  'advanceJob, trying anew': field(({ asideJobId: id }) => ({ id, step: 'RERUN' })),
  'advanceJob, setting aside': field(({ waitingJobId: id }) => ({ id, step: 'SET_ASIDE' })),
  'task jobs.forget': task(async ({ house: { database } }, { doneJobId: id }) =>
    !(await database.reader.existsBy(Job, { id }))),

  ...automataRecipes,
};
