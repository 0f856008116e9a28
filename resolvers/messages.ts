/** What a structure and its Caf write to each other about a declaration. */
import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { PageArgs, toConnection } from '../schema/connections.js';
import { Declaration } from '../schema/declarations.js';
import * as api from '../schema/messages.js';
import { Reassignment } from '../schema/processing.js';
import type * as declarations from '../src/declarations/index.js';
import * as messages from '../src/messages/index.js';
import type * as processing from '../src/processing/index.js';
import { addresses } from './addresses.js';
import type { ApiContext } from './context.js';

@Resolver(() => api.Conversation)
export class ConversationResolver {
  @Query(() => api.Conversation)
  conversation(@Arg('id', () => ID) id: string, @Ctx() { ctx }: ApiContext) {
    return messages.readConversation(ctx, id);
  }

  @Query(() => api.ConversationConnection, { description: 'The one written in last comes first.' })
  async conversations(
    @Args(() => api.ConversationsArgs) asked: api.ConversationsArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return toConnection(await messages.listConversations(ctx, asked, asked));
  }

  @Query(() => Int, { description: 'Conversations with something that this reader has not read.' })
  unreadConversationCount(@Ctx() { ctx }: ApiContext): Promise<number> {
    return messages.countUnread(ctx);
  }

  @Mutation(() => api.Conversation, {
    description: 'Writes a first message about a declaration that was sent.',
  })
  openConversation(
    @Args(() => api.OpenConversationArgs) { declarationId, ...written }: api.OpenConversationArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return messages.openConversation(ctx, declarationId, written);
  }

  @Mutation(() => api.Conversation, {
    description: 'Writes in a conversation, on the revision that the person saw.',
  })
  writeMessage(
    @Args(() => api.WriteMessageArgs) { id, revision, ...written }: api.WriteMessageArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return messages.writeMessage(ctx, { id, revision }, written);
  }

  @Mutation(() => api.Conversation, { description: 'Says that this person has read it, up to a message.' })
  markConversationRead(
    @Arg('id', () => ID) id: string,
    @Arg('number', () => Int) number: number,
    @Ctx() { ctx }: ApiContext,
  ) {
    return messages.readUpTo(ctx, id, number);
  }

  @FieldResolver()
  revision(@Root() { messageCount }: messages.Conversation): number {
    return messageCount;
  }

  @FieldResolver(() => Int, { description: 'Messages that this reader has not read.' })
  async unreadCount(@Root() { id, messageCount }: messages.Conversation, @Ctx() { loaders }: ApiContext) {
    return messageCount - (await loaders.readMark.load(id));
  }

  @FieldResolver(() => api.MessageConnection, { description: 'The first one first.' })
  async messages(
    @Root() conversation: messages.Conversation,
    @Args(() => PageArgs) request: PageArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return toConnection(await messages.pageOfMessages(ctx, conversation, request));
  }
}

@Resolver(() => api.Message)
export class MessageResolver {
  @FieldResolver(() => String, { description: 'Of whom it is, in French.' })
  sideLabel(@Root() { side }: messages.Message): string {
    return messages.sideNames[side];
  }

  @FieldResolver(() => String)
  author(@Root() { authorId }: messages.Message, @Ctx() { loaders }: ApiContext): Promise<string> {
    return loaders.actorName.load(authorId);
  }

  @FieldResolver(() => Boolean, { description: 'Whether somebody of the other side has read it.' })
  async read(@Root() { conversationId, side, number }: messages.Message, @Ctx() { loaders }: ApiContext) {
    const marks = await loaders.readBySides.load(conversationId);
    return marks[side === 'partner' ? 'caf' : 'partner'] >= number;
  }

  @FieldResolver()
  attachments(@Root() { id }: messages.Message, @Ctx() { loaders }: ApiContext) {
    return loaders.attachments.load(id);
  }
}

@Resolver(() => api.Attachment)
export class AttachmentResolver {
  @FieldResolver(() => String, { description: 'Where it is downloaded, with the same session.' })
  address(@Root() { id }: messages.Attachment): string {
    return addresses.attachment(id);
  }
}

@Resolver(() => Declaration)
export class DeclarationMessagesResolver {
  @FieldResolver(() => String, {
    description:
      'Where a file for a message is sent by PUT, with the same session: PDF, PNG, JPEG or .xlsx, 10 MB at most; its name in a Content-Disposition header (RFC 6266).',
  })
  attachmentAddress(@Root() { id }: declarations.Declaration): string {
    return addresses.attachments(id);
  }
}

@Resolver(() => Reassignment)
export class ReassignmentConversationResolver {
  @FieldResolver(() => api.Conversation, {
    nullable: true,
    description: 'What the structure was asked about it, and what it answered; null when it was not.',
  })
  conversation(@Root() { id }: processing.Reassignment, @Ctx() { loaders }: ApiContext) {
    return loaders.conversationAbout.load(id);
  }
}
