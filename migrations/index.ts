/** All migrations, in order. A migration that ran somewhere is frozen. */
import { Foundation1763900000000 } from './1763900000000-foundation.js';
import { Mail1763900000001 } from './1763900000001-mail.js';
import { Directory1763900000002 } from './1763900000002-directory.js';
import { Estimate1763900000003 } from './1763900000003-estimate.js';
import { Accounts1763900000004 } from './1763900000004-accounts.js';
import { ForgottenPasswords1763900000005 } from './1763900000005-forgotten-passwords.js';
import { Conventions1763900000006 } from './1763900000006-conventions.js';
import { Preparers1763900000007 } from './1763900000007-preparers.js';
import { AccessTokens1763900000008 } from './1763900000008-access-tokens.js';
import { Attempts1763900000010 } from './1763900000010-attempts.js';
import { Sessions1763900000011 } from './1763900000011-sessions.js';
import { Requests1763900000012 } from './1763900000012-requests.js';
import { ConventionRequests1763900000013 } from './1763900000013-convention-requests.js';
import { SecondFactors1763900000015 } from './1763900000015-second-factors.js';
import { ConventionEnds1763900000016 } from './1763900000016-convention-ends.js';
import { Consultations1763900000017 } from './1763900000017-consultations.js';
import { OpenIdLinks1763900000018 } from './1763900000018-openid-links.js';
import { DepositsFollowed1763900000019 } from './1763900000019-deposits-followed.js';
import { RegisterChecks1763900000021 } from './1763900000021-register-checks.js';
import { RegisterMismatches1763900000022 } from './1763900000022-register-mismatches.js';
import { RowPages1763900000023 } from './1763900000023-row-pages.js';
import { RowChanges1763900000024 } from './1763900000024-row-changes.js';
import { Amendments1763900000025 } from './1763900000025-amendments.js';
import { Jobs1763900000026 } from './1763900000026-jobs.js';
import { Lots1763900000029 } from './1763900000029-lots.js';
import { ReassignmentQueue1763900000030 } from './1763900000030-reassignment-queue.js';
import { Messages1763900000031 } from './1763900000031-messages.js';
import { AskedCases1763900000032 } from './1763900000032-asked-cases.js';
import { WholeQueue1763900000033 } from './1763900000033-whole-queue.js';
import { Matching1763900000035 } from './1763900000035-matching.js';
import { Notices1763900000036 } from './1763900000036-notices.js';
import { NimsFeed1763900000037 } from './1763900000037-nims-feed.js';
import { Seals1763900000042 } from './1763900000042-seals.js';
import { FileChecks1763900000044 } from './1763900000044-file-checks.js';
import { AttestationEndReasons1763900000045 } from './1763900000045-attestation-end-reasons.js';
import { ForeignKeys1763900000046 } from './1763900000046-foreign-keys.js';

export const migrations = [
  Foundation1763900000000,
  Mail1763900000001,
  Directory1763900000002,
  Estimate1763900000003,
  Accounts1763900000004,
  ForgottenPasswords1763900000005,
  Conventions1763900000006,
  Preparers1763900000007,
  AccessTokens1763900000008,
  Attempts1763900000010,
  Sessions1763900000011,
  Requests1763900000012,
  ConventionRequests1763900000013,
  SecondFactors1763900000015,
  ConventionEnds1763900000016,
  Consultations1763900000017,
  OpenIdLinks1763900000018,
  DepositsFollowed1763900000019,
  RegisterChecks1763900000021,
  RegisterMismatches1763900000022,
  RowPages1763900000023,
  RowChanges1763900000024,
  Amendments1763900000025,
  Jobs1763900000026,
  Lots1763900000029,
  ReassignmentQueue1763900000030,
  Messages1763900000031,
  AskedCases1763900000032,
  WholeQueue1763900000033,
  Matching1763900000035,
  Notices1763900000036,
  NimsFeed1763900000037,
  Seals1763900000042,
  FileChecks1763900000044,
  AttestationEndReasons1763900000045,
  ForeignKeys1763900000046,
];
