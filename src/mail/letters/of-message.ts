/** Letters about a conversation: one to each person who has something of the other side to read, until they read it. */
import { In } from 'typeorm';
import type { Context } from '../../kernel/context.js';
import type { JobKind } from '../../kernel/jobs.js';
import type { Declaration } from '../../declarations/index.js';
import { read } from '../../declarations/index.js';
import { structureRoles } from '../../habilitations/index.js';
import type { Conversation, Side } from '../../messages/index.js';
import { authorsOf, readConversation, tellCaf, tellPartner, unreadFrom } from '../../messages/index.js';
import { Reassignment } from '../../processing/index.js';
import type { About, Content } from '../content.js';
import type { Reader } from '../recipients.js';
import { holdersOf, readersOf } from '../recipients.js';
import type { LetterKind } from './kind.js';
import { messageToCaf, messageToPartner } from './messages.js';
import { aboutOf } from './of-declaration.js';

type Find = (ctx: Context, conversation: Conversation, declaration: Declaration) => Promise<Reader[]>;

/** Those who engaged the structure, and those who wrote. */
const ofStructure: Find = async (ctx, { id, structureId }, declaration) => {
  const engaged = await readersOf(ctx, ['declarant', 'approver'], declaration);
  const all = await holdersOf(ctx, { structureId, role: In([...structureRoles]) });
  const authors = await authorsOf(ctx, id, 'partner');
  return all.filter((reader) => authors.has(reader.id) || engaged.some((one) => one.id === reader.id));
};

/** Who holds the case that it is about, and those who wrote; while there is none, every adviser of the Caf. */
const ofCaf: Find = async (ctx, { id, caf, aboutId }) => {
  const held = await ctx.em.findOneBy(Reassignment, { id: aboutId ?? '' });
  const all = await holdersOf(ctx, { caf, role: In(['adviser', 'supervisor']) });
  const authors = await authorsOf(ctx, id, 'caf');
  const concerned = all.filter((reader) => authors.has(reader.id) || reader.id === held?.claimedBy);
  return concerned.length > 0 ? concerned : holdersOf(ctx, { caf, role: 'adviser' });
};

interface AboutMessages {
  cause: JobKind;
  side: Side;
  to: readonly string[];
  find: Find;
  because: (about: About) => string;
  says: (about: About) => Content;
}

const ofMessage = ({ cause, side, to, find, because, says }: AboutMessages): LetterKind => ({
  cause,
  to,
  while: 'unread',
  async open(ctx, id) {
    const conversation = await readConversation(ctx, id);
    const declaration = await read(ctx, conversation.declarationId);
    const about = await aboutOf(ctx, declaration);
    const unread = await unreadFrom(ctx, conversation, side);
    const readers = (await find(ctx, conversation, declaration)).flatMap((reader) => {
      const turn = unread(reader.id);
      return turn === undefined ? [] : [{ ...reader, turn }];
    });
    return { caf: conversation.caf, holds: true, readers, because: because(about), says: () => says(about) };
  },
});

export const messageLetters = {
  messageToPartner: ofMessage({
    cause: tellPartner,
    side: 'partner',
    to: ['declarant', 'approver', 'authors'],
    find: ofStructure,
    because: ({ structure }) => `vous agissez pour ${structure}`,
    says: messageToPartner,
  }),
  messageToCaf: ofMessage({
    cause: tellCaf,
    side: 'caf',
    to: ['holder of the case', 'authors', 'or every adviser'],
    find: ofCaf,
    because: ({ structure, caf }) => `vous suivez les déclarations de ${structure} à la ${caf}`,
    says: messageToCaf,
  }),
};
