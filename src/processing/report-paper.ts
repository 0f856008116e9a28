/** The processing report printed, as it is at that moment: a case that an adviser closes later is told by the next print. */
import type { Context } from '../kernel/context.js';
import { readCaf, readStructure } from '../partners/index.js';
import { report } from './report.js';
import { reportPage } from './report-page.js';

/** @throws NOT_FOUND when there is no such declaration, or none this person may read */
export async function printReport(
  ctx: Context,
  declarationId: string,
): Promise<{ reference: string; bytes: Buffer }> {
  const told = await report(ctx, declarationId);
  const { reference, caf, structureId } = told.declaration;
  const about = {
    caf: await readCaf(ctx, caf),
    structure: await readStructure(ctx, structureId),
    at: ctx.instant(),
  };
  return { reference, bytes: await ctx.house.printer.print(reportPage(told, about)) };
}
