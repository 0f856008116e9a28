/** What the directory said of a structure, and asking again: scheduled, and never in the way of the month. */
import { Entity, ManyToOne, Unique } from 'typeorm';
import { FlagColumn, Id, InstantColumn, JsonColumn, RefColumn, TextColumn } from '../kernel/columns.js';
import type { Instant } from '../kernel/calendar.js';
import { dayOf, instant } from '../kernel/calendar.js';
import type { Context } from '../kernel/context.js';
import type { Found } from '../kernel/directory.js';
import { newId } from '../kernel/id.js';
import { defineJob, enqueue } from '../kernel/jobs.js';
import type { DirectoryAnswer, Establishment } from './directory.js';
import { confirmedSentence, establishmentOf, sentenceOf } from './directory.js';
import { readStructure } from './service.js';
import { Structure } from './structure.js';

export const checkStates = ['confirmed', 'pending'] as const;
export type CheckState = (typeof checkStates)[number];

/** How a state is called in French. */
export const checkStateNames: Record<CheckState, string> = { confirmed: 'Confirmé', pending: 'À vérifier' };

/** What the directory said of a structure. A directory that is down takes nothing away from what it said before. */
@Entity()
@Unique('structure_check_unique', ['structureId'])
export class StructureCheck {
  @Id()
  id: string;

  @ManyToOne(() => Structure, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  structure: Structure;

  @RefColumn()
  structureId: string;

  @TextColumn(10)
  state: CheckState;

  /** Of the last time it was asked. */
  @TextColumn(20)
  answer: DirectoryAnswer;

  @InstantColumn()
  triedAt: Instant;

  /** When it said the facts below. */
  @InstantColumn({ nullable: true })
  checkedAt: Instant | null;

  @JsonColumn({ nullable: true })
  facts: Establishment | null;

  @FlagColumn({ nullable: true })
  open: boolean | null;
}

export const checkStructure = defineJob('partners.checkStructure', { priority: 'leisure' });

/** Hours before the directory is asked again, by what it said last. */
const askedAgainAfter: Record<DirectoryAnswer, number> = {
  found: 30 * 24,
  unknown: 24,
  not_diffusible: 24,
  unavailable: 1,
};

/** Structures of one Caf asked about in one run: an hour of the directory's pace is 25,000. */
const AT_ONCE = 200;

const HOUR = 3_600_000;

/** Queues the check of the structures of this Caf whose turn has come, longest ago first. */
export async function queueChecks(ctx: Context): Promise<void> {
  const { sql, parameters } = turnCome(ctx.now());
  const due = await ctx
    .scope(Structure, 'structure', 'check')
    .leftJoin(StructureCheck, 'checked', 'checked.structureId = structure.id')
    .andWhere(`(checked.id is null or ${sql})`, parameters)
    .select('structure.id', 'id')
    .addSelect('structure.caf', 'caf')
    .addSelect('checked.triedAt', 'triedAt')
    .orderBy('checked.triedAt')
    .addOrderBy('structure.id')
    .limit(AT_ONCE)
    .getRawMany<{ id: string; caf: string; triedAt: Instant | null }>();
  for (const { triedAt, ...structure } of due) {
    // One job for one turn, however often it is queued; the day gives another chance to one that failed for good.
    await enqueue(ctx, checkStructure, structure, `${triedAt ?? 'first'} ${ctx.today()}`);
  }
}

/** Whose last answer is old enough. */
function turnCome(now: Date): { sql: string; parameters: Record<string, string> } {
  const answers = Object.entries(askedAgainAfter);
  const sql = answers
    .map((_, at) => `(checked.answer = :answer${at} and checked.triedAt <= :before${at})`)
    .join(' or ');
  const parameters = answers.flatMap(([answer, hours], at) => [
    [`answer${at}`, answer],
    [`before${at}`, instant(new Date(now.getTime() - hours * HOUR))],
  ]);
  return { sql, parameters: Object.fromEntries(parameters) as Record<string, string> };
}

type Learnt = Pick<StructureCheck, 'state' | 'answer' | 'triedAt' | 'checkedAt' | 'facts' | 'open'>;

/** What the answer makes of what was known. */
function learntFrom(found: Found, known: StructureCheck | null, now: Instant): Learnt {
  const { kind: answer } = found;
  if (found.kind === 'found') {
    const facts = establishmentOf(found.entry);
    return { state: 'confirmed', answer, triedAt: now, checkedAt: now, facts, open: facts.open };
  }
  if (known && answer === 'unavailable') {
    const { state, checkedAt, facts, open } = known;
    return { state, answer, triedAt: now, checkedAt, facts, open };
  }
  return { state: 'pending', answer, triedAt: now, checkedAt: null, facts: null, open: null };
}

/** Asks the directory about a structure and keeps its answer. Twice is once: the last answer stands. */
export async function check(ctx: Context, structureId: string): Promise<void> {
  const structure = await readStructure(ctx, structureId);
  ctx.demand('check', structure, 'Structure');
  const found = await ctx.house.directory.find(structure.siret);
  await ctx.transaction(async (ctx) => {
    const known = await ctx.em.findOneBy(StructureCheck, { structureId });
    const learnt = learntFrom(found, known, ctx.instant());
    const { state, open } = learnt;
    if (known) await ctx.em.update(StructureCheck, { structureId }, learnt);
    else await ctx.em.insert(StructureCheck, { id: newId(), structureId, ...learnt });
    if (known?.state !== state || known.open !== open)
      ctx.record('check', 'structure', structure, { state, open });
    ctx.complete();
  });
}

/** What is told of a structure to whoever reads it. */
export interface DirectoryFacts {
  state: CheckState;
  sentence: string;
  checkedAt: Instant | null;
  establishment: Establishment | null;
}

const NOT_YET = 'La vérification auprès de l’annuaire des entreprises est en attente.';

export function directoryFacts(check: StructureCheck | null): DirectoryFacts {
  if (!check) return { state: 'pending', sentence: NOT_YET, checkedAt: null, establishment: null };
  const { state, answer, checkedAt, facts, open } = check;
  const sentence = checkedAt
    ? confirmedSentence(dayOf(new Date(checkedAt)), open ?? true)
    : sentenceOf(answer);
  return { state, sentence, checkedAt, establishment: facts };
}
