/** The month's declaration: queries, steps and its rows. */
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { AttestationConnection } from '../schema/attestations.js';
import { PageArgs, toConnection } from '../schema/connections.js';
import * as api from '../schema/declarations.js';
import { Deposit } from '../schema/deposits.js';
import * as rows from '../schema/rows.js';
import { Caf, Structure } from '../schema/structures.js';
import { listAttestations } from '../src/attestations/index.js';
import * as declarations from '../src/declarations/index.js';
import type { Click, RowFilter, TypeCode } from '../src/declarations/index.js';
import { addresses } from './addresses.js';
import type { ApiContext } from './context.js';

@Resolver(() => api.Declaration)
export class DeclarationResolver {
  @Query(() => api.Conditions, { description: 'The wording in force.' })
  conditions() {
    return declarations.currentConditions;
  }

  @Query(() => api.Declaration)
  declaration(@Arg('id', () => ID) id: string, @Ctx() { ctx }: ApiContext) {
    return declarations.read(ctx, id);
  }

  @Query(() => api.DeclarationConnection, { description: 'Newest first.' })
  async declarations(@Args(() => PageArgs) request: PageArgs, @Ctx() { ctx }: ApiContext) {
    return toConnection(await declarations.list(ctx, request));
  }

  @Mutation(() => api.Declaration, {
    description: 'Opens the month’s declaration; its answer says where to send the workbook.',
  })
  createDeclaration(
    @Args(() => api.CreateDeclarationArgs) { type, ...asked }: api.CreateDeclarationArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return declarations.create(ctx, { ...asked, type: type as TypeCode });
  }

  @Mutation(() => api.Declaration, { description: 'Corrects cells of a row, as if typed in the workbook.' })
  correctRow(
    @Args(() => rows.CorrectRowArgs) { rowId, cells, ...seen }: rows.CorrectRowArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return declarations.correctRow(ctx, seen, rowId, cells);
  }

  @Mutation(() => api.Declaration, {
    description: 'Accepts what one anomaly proposes, as if typed in the workbook.',
  })
  acceptProposal(
    @Args(() => rows.AcceptProposalArgs) { anomalyId, ...seen }: rows.AcceptProposalArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return declarations.acceptProposal(ctx, seen, anomalyId);
  }

  @Mutation(() => api.Declaration, { description: 'Accepts all that is proposed, at once.' })
  acceptProposals(
    @Args(() => rows.AcceptProposalsArgs) { code, ...seen }: rows.AcceptProposalsArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return declarations.acceptProposals(ctx, seen, code);
  }

  @Mutation(() => api.Declaration, { description: 'Keeps a row out of the declaration; it stays shown.' })
  setRowAside(
    @Args(() => rows.SetRowAsideArgs) { rowId, reason, ...seen }: rows.SetRowAsideArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return declarations.setRowAside(ctx, seen, rowId, reason);
  }

  @Mutation(() => api.Declaration, { description: 'Takes a row back into the declaration.' })
  restoreRow(@Args(() => rows.RowArgs) { rowId, ...seen }: rows.RowArgs, @Ctx() { ctx }: ApiContext) {
    return declarations.restoreRow(ctx, seen, rowId);
  }

  @Mutation(() => api.Declaration)
  acceptConditions(
    @Args(() => api.AcceptConditionsArgs) { version, ...seen }: api.AcceptConditionsArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return declarations.acceptConditions(ctx, seen, version);
  }

  @Mutation(() => api.Declaration, {
    description: 'Takes one step of the cycle, on the revision that the person saw.',
  })
  advanceDeclaration(
    @Args(() => api.AdvanceDeclarationArgs) { step, comment, ...seen }: api.AdvanceDeclarationArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return declarations.advance(ctx, seen, step as Click, comment);
  }

  @FieldResolver(() => Structure)
  structure(@Root() { structureId }: declarations.Declaration, @Ctx() { loaders }: ApiContext) {
    return loaders.structure.load(structureId);
  }

  @FieldResolver(() => Caf)
  caf(@Root() { caf }: declarations.Declaration, @Ctx() { loaders }: ApiContext) {
    return loaders.caf.load(caf);
  }

  @FieldResolver(() => String, { description: 'The type, in French.' })
  typeLabel(@Root() { type }: declarations.Declaration) {
    return declarations.types[type].label;
  }

  @FieldResolver(() => String, { description: 'The state, in French.' })
  stateLabel(@Root() { state }: declarations.Declaration) {
    return declarations.stateNames[state];
  }

  @FieldResolver(() => api.Totals)
  totals(@Root() declaration: declarations.Declaration, @Ctx() { ctx }: ApiContext) {
    return declarations.totalsOf(ctx, declaration);
  }

  @FieldResolver(() => String, {
    description: 'Where the workbook is sent by PUT, with the same session; 20 MB at most.',
  })
  depositAddress(@Root() { id }: declarations.Declaration) {
    return addresses.workbook(id);
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether an antivirus looks into each workbook before it is read; otherwise nothing does.',
  })
  depositScanned(@Ctx() { ctx }: ApiContext): boolean {
    return ctx.house.antivirus !== undefined;
  }

  @FieldResolver(() => String, { description: 'Where the blank workbook is downloaded.' })
  blankWorkbookAddress(@Root() { id }: declarations.Declaration) {
    return addresses.blankWorkbook(id);
  }

  @FieldResolver(() => String, {
    description:
      'Where the workbook of this month is downloaded, with the children of last month whose care goes on; hours and amounts are left to fill.',
  })
  prefilledWorkbookAddress(@Root() { id }: declarations.Declaration) {
    return addresses.prefilledWorkbook(id);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Where the current deposit is downloaded with its wrong cells coloured and noted, and a sheet that lists them; null while nothing is deposited.',
  })
  returnedWorkbookAddress(@Root() { id, depositId }: declarations.Declaration) {
    return depositId && addresses.returnedWorkbook(id);
  }

  @FieldResolver(() => String, { description: 'Where the processing report is downloaded as .xlsx.' })
  reportAddress(@Root() { id }: declarations.Declaration) {
    return addresses.report(id);
  }

  @FieldResolver(() => [Deposit], {
    description: 'Every workbook received, refused or read, the first one first.',
  })
  deposits(@Root() declaration: declarations.Declaration, @Ctx() { ctx }: ApiContext) {
    return declarations.depositsOf(ctx, declaration);
  }

  @FieldResolver(() => rows.DeclarationRowConnection, { description: 'In the order of the workbook.' })
  async rows(
    @Root() declaration: declarations.Declaration,
    @Args(() => rows.RowsArgs) { filter, code, ...request }: rows.RowsArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    const asked = { filter: filter as RowFilter | null, code };
    return toConnection(await declarations.pageOfRows(ctx, declaration, request, asked));
  }

  @FieldResolver(() => rows.AnomalyConnection, { description: 'In the order of the workbook.' })
  async anomalies(
    @Root() declaration: declarations.Declaration,
    @Args(() => rows.AnomaliesArgs) { blocking, code, ...request }: rows.AnomaliesArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return toConnection(await declarations.pageOfAnomalies(ctx, declaration, request, { blocking, code }));
  }

  @FieldResolver(() => [rows.AnomalyCount], {
    description: 'Those that block first, then the most frequent.',
  })
  anomalyCounts(@Root() declaration: declarations.Declaration, @Ctx() { ctx }: ApiContext) {
    return declarations.anomalyCounts(ctx, declaration);
  }

  @FieldResolver(() => rows.RowChangeConnection, {
    description: 'Each cell corrected, and each proposal accepted, the first one first.',
  })
  async changes(
    @Root() declaration: declarations.Declaration,
    @Args(() => PageArgs) request: PageArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return toConnection(await declarations.pageOfChanges(ctx, declaration, request));
  }

  @FieldResolver(() => AttestationConnection)
  async attestations(
    @Root() declaration: declarations.Declaration,
    @Args(() => PageArgs) request: PageArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return toConnection(await listAttestations(ctx, request, declaration));
  }

  @FieldResolver()
  openSteps(@Root() declaration: declarations.Declaration, @Ctx() { ctx }: ApiContext): Promise<string[]> {
    return declarations.openSteps(ctx, declaration);
  }
}

/** The names of those who acted on a declaration. */
@Resolver(() => api.Declaration)
export class DeclarationActorsResolver {
  @FieldResolver(() => String, { nullable: true, description: 'Who accepted the conditions.' })
  conditionsAcceptedBy(@Root() { conditionsAcceptedBy }: declarations.Declaration, @Ctx() asked: ApiContext) {
    return nameOf(asked, conditionsAcceptedBy);
  }

  @FieldResolver(() => String, { nullable: true, description: 'The declarant who submitted it.' })
  submittedBy(@Root() { submittedBy }: declarations.Declaration, @Ctx() asked: ApiContext) {
    return nameOf(asked, submittedBy);
  }

  @FieldResolver(() => String, { nullable: true, description: 'The approver who sent it.' })
  approvedBy(@Root() { approvedBy }: declarations.Declaration, @Ctx() asked: ApiContext) {
    return nameOf(asked, approvedBy);
  }
}

const nameOf = ({ loaders }: ApiContext, id: string | null) => id && loaders.actorName.load(id);

@Resolver(() => rows.DeclarationRow)
export class DeclarationRowResolver {
  @FieldResolver(() => [rows.RowCell], { description: 'In the order of the workbook’s columns.' })
  async cells(@Root() { declarationId, cells }: declarations.DeclarationRow, @Ctx() { loaders }: ApiContext) {
    const { columns } = declarations.templateOf(await loaders.declaration.load(declarationId));
    return columns.map(({ key, header }) => ({ column: key, header, text: cells[key]?.text ?? null }));
  }

  @FieldResolver(() => [rows.Anomaly])
  anomalies(@Root() { id }: declarations.DeclarationRow, @Ctx() { loaders }: ApiContext) {
    return loaders.anomalies.load(id);
  }
}

@Resolver(() => rows.RowChange)
export class RowChangeResolver {
  @FieldResolver(() => String, { description: 'The kind, in French.' })
  kindLabel(@Root() { kind }: declarations.RowChange) {
    return declarations.changeKindNames[kind];
  }

  @FieldResolver(() => String, { description: 'A person, or a program: « Logiciel « … » ».' })
  by(@Root() { by }: declarations.RowChange, @Ctx() asked: ApiContext) {
    return nameOf(asked, by);
  }

  @FieldResolver(() => Deposit, { nullable: true, description: 'The deposit whose row it was.' })
  deposit(@Root() { depositId }: declarations.RowChange, @Ctx() { loaders }: ApiContext) {
    return depositId && loaders.deposit.load(depositId);
  }
}
