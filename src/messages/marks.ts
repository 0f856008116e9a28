/** Who has read what: for the screen of each, and for the letters. */
import { In } from 'typeorm';
import type { Context } from '../kernel/context.js';
import type { Side } from './conversation.js';
import { Conversation, Message, ReadMark } from './conversation.js';

/** How far this person has read each of these conversations. */
export async function readBy(ctx: Context, ids: readonly string[]): Promise<Map<string, number>> {
  const mine = { conversationId: In([...ids]), personId: ctx.actor.id };
  const marks = await ctx.em.findBy(ReadMark, mine);
  return new Map(marks.map(({ conversationId, readUpTo }) => [conversationId, readUpTo]));
}

export type ReadBySide = Record<Side, number>;

/** How far somebody of each side has read each of these conversations. */
export async function readBySides({ em }: Context, ids: readonly string[]): Promise<Map<string, ReadBySide>> {
  const marks = await em.findBy(ReadMark, { conversationId: In([...ids]) });
  const furthest = (id: string, side: Side) =>
    Math.max(
      0,
      ...marks
        .filter((mark) => mark.conversationId === id && mark.side === side)
        .map(({ readUpTo }) => readUpTo),
    );
  return new Map(ids.map((id) => [id, { partner: furthest(id, 'partner'), caf: furthest(id, 'caf') }]));
}

/** Of the conversations about these things, those that this person may read. */
export const conversationsAbout = (ctx: Context, aboutIds: readonly string[]): Promise<Conversation[]> =>
  ctx
    .scope(Conversation, 'conversation')
    .andWhere({ aboutId: In([...aboutIds]) })
    .getMany();

/**
 * Of whoever is on that side, from which message they have not read what the other side wrote; nothing when they have.
 */
export async function unreadFrom(
  { em }: Context,
  { id: conversationId, partnerNumber, cafNumber }: Conversation,
  side: Side,
): Promise<(personId: string) => number | undefined> {
  const marks = await em.findBy(ReadMark, { conversationId });
  const others = side === 'partner' ? cafNumber : partnerNumber;
  return (personId) => {
    const read = marks.find((mark) => mark.personId === personId)?.readUpTo ?? 0;
    return others > read ? read + 1 : undefined;
  };
}

/** Those who wrote in it for that side. */
export async function authorsOf({ em }: Context, conversationId: string, side: Side): Promise<Set<string>> {
  const written = await em.find(Message, { select: { authorId: true }, where: { conversationId, side } });
  return new Set(written.map(({ authorId }) => authorId));
}
