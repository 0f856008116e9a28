/** Letters about a declaration: to people of its structure, while it is in certain states. */
import type { Context } from '../../kernel/context.js';
import { frenchMonthName } from '../../kernel/calendar.js';
import type { JobKind } from '../../kernel/jobs.js';
import type { State } from '../../declarations/index.js';
import { Declaration, read } from '../../declarations/index.js';
import { readCaf, readStructure } from '../../partners/index.js';
import type { About, Content } from '../content.js';
import type { Recipient } from '../recipients.js';
import { readersOf } from '../recipients.js';
import type { LetterKind } from './kind.js';

interface AboutDeclaration {
  cause: JobKind;
  to: readonly Recipient[];
  /** In any other state of the declaration, what it says is no longer so. */
  in: readonly State[];
  says: (about: About, declaration: Declaration, ctx: Context) => Content | Promise<Content>;
}

/** What an amendment amends, and by how much. */
async function amendmentOf(
  { em }: Context,
  { amendsId, addedCount: added, changedCount: changed, removedCount: removed }: Declaration,
): Promise<Pick<About, 'amendment'>> {
  if (!amendsId) return {};
  const { reference: amends } = await em.findOneByOrFail(Declaration, { id: amendsId });
  return { amendment: { amends, added, changed, removed } };
}

export async function aboutOf(ctx: Context, declaration: Declaration): Promise<About> {
  const { reference, month, rowCount, setAsideCount, warningCount } = declaration;
  const structure = await readStructure(ctx, declaration.structureId);
  const caf = await readCaf(ctx, declaration.caf);
  return {
    reference,
    month: frenchMonthName(month),
    structure: structure.name,
    caf: caf.name,
    declared: rowCount - setAsideCount,
    setAside: setAsideCount,
    warnings: warningCount,
    home: ctx.house.publicUrl,
    ...(await amendmentOf(ctx, declaration)),
  };
}

export const ofDeclaration = ({ cause, to, in: states, says }: AboutDeclaration): LetterKind => ({
  cause,
  to,
  while: states.join(', '),
  async open(ctx, id) {
    const declaration = await read(ctx, id);
    const about = await aboutOf(ctx, declaration);
    return {
      caf: declaration.caf,
      holds: states.includes(declaration.state),
      readers: await readersOf(ctx, to, declaration),
      because: `vous agissez pour ${about.structure}`,
      says: () => says(about, declaration, ctx),
    };
  },
});
