/** What a structure and its Caf write to each other, as the API says it. */
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import type { AttachmentKind } from '../src/messages/index.js';
import { attachmentKinds, sideNames, sides } from '../src/messages/index.js';
import { PageArgs, connectionOf } from './connections.js';
import { SeenArgs } from './declarations.js';
import { enumOf } from './enums.js';
import { InstantScalar } from './scalars.js';

const SideEnum = enumOf('MessageSide', 'Of whom a message is.', sides, (side) => sideNames[side]);
const AttachmentKindEnum = enumOf(
  'AttachmentKind',
  'What a file sent with a message is.',
  Object.keys(attachmentKinds) as AttachmentKind[],
  (kind) => attachmentKinds[kind].name,
);

@ObjectType({ description: 'A file that was sent with a message.' })
export class Attachment {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: 'As its sender called it.' })
  name: string;

  @Field(() => AttachmentKindEnum)
  kind: string;

  @Field(() => Int, { description: 'In bytes.' })
  size: number;
}

@ObjectType({ description: 'What one person wrote: text, never markup.' })
export class Message {
  @Field(() => ID)
  id: string;

  @Field(() => Int, { description: 'From 1 in its conversation.' })
  number: number;

  @Field(() => SideEnum)
  side: string;

  @Field(() => String)
  body: string;

  @Field(() => InstantScalar)
  at: string;

  @Field(() => [Attachment])
  attachments: Attachment[];
}

export const MessageConnection = connectionOf('Message', () => Message);

@ObjectType({ description: 'Messages on one subject, about a declaration that was sent.' })
export class Conversation {
  @Field(() => ID)
  id: string;

  @Field(() => Int, { description: 'Counts its messages.' })
  revision: number;

  @Field(() => ID)
  declarationId: string;

  @Field(() => String)
  subject: string;

  @Field(() => InstantScalar)
  openedAt: string;

  @Field(() => InstantScalar)
  lastMessageAt: string;
}

export const ConversationConnection = connectionOf('Conversation', () => Conversation);

@ArgsType()
export class ConversationsArgs extends PageArgs {
  @Field(() => ID, { nullable: true })
  declarationId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those with something that this reader has not read.',
  })
  unread?: boolean | null;
}

const BODY = 'Text, 5,000 characters at most.';
const ATTACHMENTS = 'Files received for it at the declaration’s `attachmentAddress`: 5 at most.';

@ArgsType()
export class OpenConversationArgs {
  @Field(() => ID)
  declarationId: string;

  @Field(() => String, { description: 'One line, 120 characters at most.' })
  subject: string;

  @Field(() => String, { description: BODY })
  body: string;

  @Field(() => [ID], { nullable: true, description: ATTACHMENTS })
  attachmentIds?: string[] | null;
}

@ArgsType()
export class WriteMessageArgs extends SeenArgs {
  @Field(() => String, { description: BODY })
  body: string;

  @Field(() => [ID], { nullable: true, description: ATTACHMENTS })
  attachmentIds?: string[] | null;
}
