/** The enums of the data for NIMS. */
import { nimsDeciderNames, nimsDeciders } from '../src/partners/index.js';
import { nimsKinds, outcomeKinds, postedResultNames, postedResults } from '../src/processing/index.js';
import { enumOf } from './enums.js';

export const NimsKindEnum = enumOf('NimsKind', 'What an entry of the feed says.', nimsKinds);
export const NimsDeciderEnum = enumOf(
  'NimsDecider',
  'Who decides for a Caf.',
  nimsDeciders,
  (decider) => nimsDeciderNames[decider],
);
export const OutcomeKindEnum = enumOf('NimsOutcome', 'What NIMS makes of an attestation.', outcomeKinds);
export const PostedResultEnum = enumOf(
  'NimsPostedResult',
  'What comes of a decision that was posted.',
  postedResults,
  (result) => postedResultNames[result],
);
