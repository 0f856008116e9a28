/** The notice to a family: what became of an attestation, once for each of its versions, in the inbox of Mon Compte. */
import { Entity, In, Index, Unique } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import { frenchMonthName } from '../kernel/calendar.js';
import { CafColumn, Id, InstantColumn, LongTextColumn, RefColumn, TextColumn } from '../kernel/columns.js';
import type { Context } from '../kernel/context.js';
import { insertAll } from '../kernel/database.js';
import { failpoint } from '../kernel/failpoint.js';
import { newId } from '../kernel/id.js';
import { frenchEuros } from '../kernel/money.js';
import type { Notice, Notices } from '../kernel/notices.js';
import type { Page, PageRequest } from '../kernel/page.js';
import { page } from '../kernel/page.js';
import type { MatchingRule } from '../allocataires/index.js';
import { matchingRules } from '../allocataires/index.js';
import { Attestation } from '../attestations/index.js';
import { read } from '../declarations/index.js';
import { Outcome } from './outcome.js';

/** What a family was told, kept where no system of the Caf takes it. */
@Entity()
@Unique('family_notice_unique', ['key'])
@Index('family_notice_caf', ['caf', 'id'])
export class FamilyNotice implements Notice {
  @Id()
  id: string;

  @TextColumn(60)
  key: string;

  @CafColumn()
  caf: string;

  @TextColumn(7)
  allocataire: string;

  @RefColumn()
  attestationId: string;

  @TextColumn(200)
  title: string;

  @LongTextColumn()
  text: string;

  @InstantColumn()
  createdAt: Instant;
}

/** Looked for at once: well under the engines' limits on parameters. */
const AT_ONCE = 500;

/** The inbox kept in our own table. */
export const tableNotices: Notices = {
  post: (ctx, notices) =>
    ctx.transaction(async ({ em }) => {
      const known = new Set<string>();
      for (let at = 0; at < notices.length; at += AT_ONCE) {
        const keys = notices.slice(at, at + AT_ONCE).map(({ key }) => key);
        const found = await em.find(FamilyNotice, { where: { key: In(keys) }, select: { key: true } });
        for (const { key } of found) known.add(key);
      }
      const fresh = notices.filter(({ key }) => !known.has(key));
      const createdAt = ctx.instant();
      await insertAll(
        em,
        FamilyNotice,
        fresh.map((notice) => ({ id: newId(), ...notice, createdAt })),
      );
    }),
};

const isDoubtful = (rule: MatchingRule): boolean => 'doubt' in matchingRules[rule];

/** In doubt about whose child it is, nobody is told: the number may be another family's. */
const isSure = ({ kind, evidence }: Outcome): boolean =>
  kind === 'processed' || (evidence !== null && !isDoubtful(evidence.rule));

const became: Record<Outcome['kind'], string> = {
  processed: 'Elle a été traitée : vous n’avez rien à faire.',
  reassigned: 'Un gestionnaire de votre Caf l’examine : vous n’avez rien à faire pour le moment.',
};

function noticeOf({ id, caf, allocataire, fields }: Attestation, { kind }: Outcome): Notice {
  const { number, version, month, child, hours, amountCents, structure } = fields;
  const care = child ? `la garde de ${child.firstName}` : 'la garde de vos enfants';
  const sentences = [
    `${structure.name} a déclaré à votre Caf ${care} en ${frenchMonthName(month)} : ${hours} heures, ${frenchEuros(amountCents)} payés.`,
    ...(version > 1 ? ['Cette déclaration remplace celle que la structure avait faite pour ce mois.'] : []),
    became[kind],
    'Si ces chiffres ne sont pas les vôtres, voyez d’abord avec la structure.',
  ];
  return {
    key: `${number}:${version}`,
    caf,
    allocataire,
    attestationId: id,
    title: `Garde d’enfant, ${frenchMonthName(month)} : attestation reçue`,
    text: sentences.join(' '),
  };
}

/** Tells the families of a processed declaration, of an amendment those of what it changed. Twice is once. */
export const notify = (ctx: Context, declarationId: string): Promise<void> =>
  ctx.transaction(async (ctx) => {
    ctx.complete();
    const declaration = await read(ctx, declarationId);
    const { id: recordId, caf } = declaration;
    ctx.demand('post', Object.assign(new FamilyNotice(), { id: recordId, caf }), 'Avis');
    const outcomes = await ctx.em.findBy(Outcome, { declarationId });
    const sure = new Map(outcomes.filter(isSure).map((outcome) => [outcome.attestationId, outcome]));
    const attestations = await ctx.em.findBy(Attestation, { declarationId, standing: 'current' });
    const told = attestations.filter(({ id }) => sure.has(id));
    ctx.saw('declaration', declaration, told.length);
    await ctx.house.notices.post(
      ctx,
      told.map((attestation) => noticeOf(attestation, sure.get(attestation.id)!)),
    );
    failpoint('notices.posted');
  });

/** Newest first: what the families of a Caf were told, or one of them. */
export async function listNotices(
  ctx: Context,
  request: PageRequest,
  allocataire?: string | null,
): Promise<Page<FamilyNotice>> {
  const notices = ctx.scope(FamilyNotice, 'notice');
  if (typeof allocataire === 'string') notices.andWhere('notice.allocataire = :allocataire', { allocataire });
  const found = await page(notices, request, 'id', 'DESC');
  for (const notice of found.nodes) ctx.saw('notice', notice);
  return found;
}
