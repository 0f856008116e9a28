/** Letters about a convention: to whom they go, and while what is so. */
import type { Context } from '../../kernel/context.js';
import type { JobKind } from '../../kernel/jobs.js';
import type { Convention, ConventionState } from '../../conventions/index.js';
import { readConvention } from '../../conventions/index.js';
import { readCaf } from '../../partners/index.js';
import type { Content } from '../content.js';
import { holdersOf } from '../recipients.js';
import type { Reader } from '../recipients.js';
import type { AboutConvention } from './conventions.js';
import type { LetterKind } from './kind.js';

/** To whom a letter goes, in the words of the table of letters. */
const recipients = {
  applicant: (ctx, { id: conventionId }) => holdersOf(ctx, { role: 'applicant', conventionId }),
  officers: (ctx, { caf }) => holdersOf(ctx, { role: 'conventionOfficer', caf }),
  /** The applicant among them. */
  itsPeople: (ctx, { id: conventionId }) => holdersOf(ctx, { conventionId }),
  /** The one it names, and the one it named until then. */
  managers: (ctx, { id: conventionId, managerSince }) =>
    holdersOf(ctx, { role: 'habilitationManager', conventionId }, managerSince),
  /** Those who held something when it ended, too. */
  itsLastPeople: (ctx, { id: conventionId, endedAt }) => holdersOf(ctx, { conventionId }, endedAt),
} satisfies Record<string, (ctx: Context, convention: Convention) => Promise<Reader[]>>;

interface AboutOne {
  cause: JobKind;
  to: readonly (keyof typeof recipients)[];
  /** In any other state, what it says is no longer so. */
  in: readonly ConventionState[];
  says: (about: AboutConvention, convention: Convention) => Content;
}

/** Each person once, whatever number of ways leads to them. */
async function readersOf(ctx: Context, to: AboutOne['to'], convention: Convention): Promise<Reader[]> {
  const found = await Promise.all(to.map((recipient) => recipients[recipient](ctx, convention)));
  return [...new Map(found.flat().map((reader) => [reader.id, reader])).values()];
}

export const ofConvention = ({ cause, to, in: states, says }: AboutOne): LetterKind => ({
  cause,
  to,
  while: states.join(', '),
  async open(ctx, id) {
    const convention = await readConvention(ctx, id);
    const { reference, service, partnerName: partner, caf } = convention;
    const { name } = await readCaf(ctx, caf);
    const about = { reference, service, partner, caf: name, home: ctx.house.publicUrl };
    return {
      caf,
      holds: states.includes(convention.state),
      readers: await readersOf(ctx, to, convention),
      because: `la convention ${reference} vous concerne`,
      says: () => says(about, convention),
    };
  },
});
