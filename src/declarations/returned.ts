/** The workbook given back: the file as it was deposited, its wrong cells marked, and a sheet that lists them. */
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { FindOptionsWhere } from 'typeorm';
import { MoreThan } from 'typeorm';
import type { Context } from '../kernel/context.js';
import { NotFound, Overtaken, Refusal } from '../kernel/refusal.js';
import { inSlices } from '../kernel/slices.js';
import type { Sheet } from '../kernel/sheet.js';
import { MAX_WORKBOOK_BYTES } from '../kernel/sheet.js';
import { workbookLimits } from '../kernel/sheet-limits.js';
import { VaultMissing } from '../kernel/vault.js';
import type { DepositedRow, Remark, Template } from '../workbooks/index.js';
import {
  LIST_SHEET,
  anomalies as catalogue,
  drawDeposited,
  keptIn,
  markingOf,
  recognise,
} from '../workbooks/index.js';
import { read } from './change.js';
import { cycle } from './cycle.js';
import type { Declaration } from './declaration.js';
import { Deposit } from './deposit.js';
import { depositCycle } from './deposit-cycle.js';
import { DeclarationRow, RowAnomaly } from './row.js';
import { templateOf } from './types.js';

/** Records read at a stretch: some milliseconds at most. */
const BATCH = 100;

/** All that is found, a batch after the other; between two, whoever else waits for the event loop has their turn. */
async function allOf<Found>(find: (after: number) => Promise<Found[]>, key: keyof Found): Promise<Found[]> {
  const all: Found[] = [];
  for (;;) {
    const batch = await find(Number(all.at(-1)?.[key] ?? -1));
    all.push(...batch);
    if (batch.length < BATCH) return all;
    await setImmediate();
  }
}

const rowsWhere = (ctx: Context, where: FindOptionsWhere<DeclarationRow>[]): Promise<DeclarationRow[]> =>
  allOf(
    (after) =>
      ctx.em.find(DeclarationRow, {
        where: where.map((each) => ({ ...each, number: MoreThan(after) })),
        order: { number: 'ASC' },
        take: BATCH,
      }),
    'number',
  );

/** Rows that differ from their file. */
const changedRows = (ctx: Context, { id: declarationId }: Declaration) =>
  rowsWhere(ctx, [
    { declarationId, corrected: true },
    { declarationId, setAside: true },
  ]);

type Found = Remark & { position: number };

const remarkOf = (anomaly: RowAnomaly): Found => {
  const { position, code, blocking, rowNumber, column, header, seen, sentence, expected, proposed } = anomaly;
  const kind = blocking ? 'blocking' : 'warning';
  const { toDo } = catalogue[code];
  return { position, kind, row: rowNumber, column, header, seen, sentence, toDo, expected, proposed };
};

const anomaliesOf = (ctx: Context, { id: declarationId }: Declaration): Promise<Found[]> =>
  allOf(async (after) => {
    const anomalies = await ctx.em.find(RowAnomaly, {
      where: { declarationId, position: MoreThan(after) },
      order: { position: 'ASC' },
      take: BATCH,
    });
    return anomalies.map(remarkOf);
  }, 'position');

/** The file as the reader sees it today. */
interface File {
  sheet: string;
  rows: readonly DepositedRow[];
  /** Filled rows of all the sheets but the list of an earlier time. */
  filled: number;
}

const countRows = (sheets: readonly Sheet[]): number =>
  sheets.reduce((sum, { name, rows }) => (name === LIST_SHEET ? sum : sum + rows.length), 0);

/** Nothing when the reader, which may be stricter than on the day of the deposit, does not accept it any more. */
async function fileOf({ house }: Context, template: Template, path: string): Promise<File | undefined> {
  try {
    const sheets = await house.sheetReader.read(path);
    const { sheet, rows } = recognise(sheets, template.code);
    return { sheet, rows, filled: countRows(sheets) };
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

const roomBeside = (filled: number): number => workbookLimits.filledRows.most - filled;

/** The template with the same rows at the same numbers: for a file in which no mark can be put. */
async function drawn(
  ctx: Context,
  template: Template,
  rows: readonly DepositedRow[],
  remarks: readonly Remark[],
): Promise<Buffer> {
  const { vault, marker } = ctx.house;
  const bytes = await drawDeposited(template, rows);
  const aside = await vault.receive(
    Readable.from([bytes]),
    MAX_WORKBOOK_BYTES,
    () => new Error('Too large.'),
  );
  try {
    const marked = await marker.mark(
      aside.path,
      await markingOf(template.sheet, remarks, roomBeside(rows.length + GUIDE_ROWS)),
    );
    if (!marked) throw new Error('A drawn workbook could not be marked.');
    return marked;
  } finally {
    await vault.discard(aside);
  }
}

/** Titles, hints and « Aide ». */
const GUIDE_ROWS = 30;

/** For a file that is accepted no more, or is lost: its rows are what is left of it. */
async function redrawn(ctx: Context, declaration: Declaration): Promise<Buffer> {
  const rows = await rowsWhere(ctx, [{ declarationId: declaration.id }]);
  return drawn(ctx, templateOf(declaration), rows, await anomaliesOf(ctx, declaration));
}

async function marked(ctx: Context, declaration: Declaration, path: string): Promise<Buffer> {
  const template = templateOf(declaration);
  const file = await fileOf(ctx, template, path);
  if (!file) return redrawn(ctx, declaration);
  const anomalies = await anomaliesOf(ctx, declaration);
  const known = new Map(file.rows.map((row) => [row.number, row]));
  const remarks: Remark[] = [...anomalies];
  await inSlices(await changedRows(ctx, declaration), (row) => {
    remarks.push(...keptIn(template, known.get(row.number), row));
  });
  const marking = await markingOf(file.sheet, remarks, roomBeside(file.filled));
  return (await ctx.house.marker.mark(path, marking)) ?? (await drawn(ctx, template, file.rows, remarks));
}

/**
 * The current deposit with what is known of its cells.
 *
 * @throws NOT_FOUND when nothing is deposited, OVERTAKEN when the declaration moves meanwhile
 */
export async function returnWorkbook(ctx: Context, id: string): Promise<{ deposit: Deposit; bytes: Buffer }> {
  const declaration = await read(ctx, id);
  const { depositId, revision } = declaration;
  const deposit = depositId ? await ctx.em.findOneBy(Deposit, { id: depositId }) : null;
  if (!deposit) throw NotFound({ what: depositCycle.what, id });
  ctx.saw('declaration', declaration, deposit.rowCount);
  const bytes = await ctx.house.vault
    .lend(deposit.file!, (path) => marked(ctx, declaration, path))
    .catch((error: unknown) => {
      if (error instanceof VaultMissing) return redrawn(ctx, declaration);
      throw error;
    });
  if ((await read(ctx, id)).revision !== revision) throw Overtaken({ what: cycle.what, id, revision });
  return { deposit, bytes };
}
