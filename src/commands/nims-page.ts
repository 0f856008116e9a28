/** The page on the data for NIMS, its columns printed from their table. */
import { nimsColumns } from '../processing/index.js';
import { page, table } from './markdown.js';

export const nimsPage = (): string =>
  page(
    'The data for NIMS',
    'What is ready for the NIMS of a Caf: the attestations filed and in force, and those that are declared no more. The automaton of this service is one consumer of it: it acknowledges what it decides, in the transaction of the decision. A Caf that has a NIMS of its own says so (`setNimsDecider`, by an officer of the Caf); the rows then wait for its decisions. Said back, what waits is decided here.',
    '## The program that reads it',
    'It bears an access token of the Caf, made by an officer (`createCafAccessToken`, operation `FEED_NIMS`), shown as in [access-tokens.md](access-tokens.md). Officers are warned before it expires, and end it by `revokeAccessToken`.',
    '## Reading and acknowledging',
    '- `nimsFeed(caf, first, after)`: oldest first, 200 at most. Without `after`, what was not acknowledged; after a cursor, everything, so that a consumer that lost its place reads again. Positions are given under the turn of the Caf, in the order in which they are committed: whoever has read one has read all those before it.\n- `acknowledgeNims(caf, cursor)`: all was received up to that cursor, included. Again, nothing changes.\n- An attestation that a later version has replaced is left out: its next version comes further on. One that is withdrawn comes as a `withdrawal`.\n- Each read is told like that of any personal record.',
    '## The file',
    '`GET /cafs/{code}/nims.csv`, with the same token and `?after=` the same cursor: the same entries as a file, written as it is sent. UTF-8 without a mark, a header line, `;` between cells, lines ended by CRLF, cells quoted where they hold `;`, `"` or a line end (quotes doubled). `;` and no comma: spreadsheets in French split on it, and amounts need no decimal sign, since they are whole cents. A text that begins with `=`, `+`, `-`, `@`, a tab, a carriage return or an apostrophe has one more apostrophe before it, so that no spreadsheet takes it for a formula; a program takes that one off.',
    table(
      ['column', 'meaning', 'example'],
      nimsColumns.map(({ name, meaning, example }) => [name, meaning, example]),
    ),
    '## Posting decisions back',
    '`postNimsOutcomes(caf, outcomes)`, 200 at most: for a number and the version that was read, `PROCESSED`, or `REASSIGNED` with a reason ([reassignment-reasons.md](reassignment-reasons.md)). Each has its own result: `RECORDED`; `ALREADY` when it is posted again; `DECIDED_OTHERWISE` when another decision stands; `OVERTAKEN` when a later version replaces that one; `UNKNOWN`; `DECIDED_HERE` while the automaton of this service decides. Once the last row of a declaration is decided, it is closed, and its people are told.',
  );
