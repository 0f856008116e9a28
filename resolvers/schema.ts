/** The executable schema, from the types and the resolvers. */
import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchema } from 'type-graphql';
import { AccessTokenResolver } from './access-tokens.js';
import { AmendmentResolver } from './amendments.js';
import { AnomalyResolver } from './anomalies.js';
import { AttestationResolver } from './attestations.js';
import { ConventionResolver } from './conventions.js';
import { ConsultationResolver } from './consultations.js';
import {
  DeclarationActorsResolver,
  DeclarationResolver,
  DeclarationRowResolver,
  RowChangeResolver,
} from './declarations.js';
import { DepositResolver } from './deposits.js';
import { ReassignmentEstimateResolver, ReportLineResolver, SimulationResolver } from './entitlements.js';
import {
  AttachmentResolver,
  ConversationResolver,
  DeclarationMessagesResolver,
  MessageResolver,
  ReassignmentConversationResolver,
} from './messages.js';
import { JobResolver } from './jobs.js';
import { DamagedFileResolver } from './filing.js';
import { NimsResolver } from './nims.js';
import { NoticeResolver } from './notices.js';
import { HabilitationResolver, MeResolver, PasswordResolver, SessionResolver } from './people.js';
import { AdviserLoadResolver, ReassignmentResolver, ReportResolver } from './processing.js';
import { HabilitationRequestResolver } from './requests.js';
import { SecondFactorResolver } from './second-factor.js';
import { StructureResolver } from './structures.js';

export const makeSchema = (): Promise<GraphQLSchema> =>
  buildSchema({
    resolvers: [
      MeResolver,
      PasswordResolver,
      SessionResolver,
      SecondFactorResolver,
      HabilitationResolver,
      AccessTokenResolver,
      StructureResolver,
      ConventionResolver,
      HabilitationRequestResolver,
      DeclarationResolver,
      DeclarationActorsResolver,
      DepositResolver,
      RowChangeResolver,
      AmendmentResolver,
      DeclarationRowResolver,
      AnomalyResolver,
      AttestationResolver,
      ReassignmentResolver,
      AdviserLoadResolver,
      ReportResolver,
      ReassignmentConversationResolver,
      ConversationResolver,
      MessageResolver,
      AttachmentResolver,
      DeclarationMessagesResolver,
      ReportLineResolver,
      ReassignmentEstimateResolver,
      NoticeResolver,
      NimsResolver,
      SimulationResolver,
      ConsultationResolver,
      JobResolver,
      DamagedFileResolver,
    ],
    // Arguments are checked by the schema's types and by the use cases, in French.
    validate: false,
    // The server checks its schema when it opens.
    skipCheck: true,
  });

/** The schema as text, in alphabetical order: what `schema/schema.graphql` holds. */
export const printSdl = async (): Promise<string> =>
  `${printSchema(lexicographicSortSchema(await makeSchema()))}\n`;
