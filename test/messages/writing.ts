/** Writing and reading messages, as their people do. */
import type { Caller, Seen } from '../caller.js';

export interface Attached {
  id: string;
  name: string;
  kind: string;
  size: number;
  address: string;
}

export interface Told {
  number: number;
  side: string;
  sideLabel: string;
  author: string;
  body: string;
  read: boolean;
  attachments: Attached[];
}

export interface Exchange extends Seen {
  subject: string;
  declarationId: string;
  unreadCount: number;
  messages: { edges: { node: Told }[] };
}

const EXCHANGE = `id revision subject declarationId unreadCount messages { edges { node {
  number side sideLabel author body read attachments { id name kind size address } } } }`;

export const messagesOf = ({ messages }: Exchange): Told[] => messages.edges.map(({ node }) => node);

export async function open(
  caller: Caller,
  declarationId: string,
  body: string,
  { subject = 'Heures de la ligne 4', attachmentIds = [] as string[] } = {},
): Promise<Exchange> {
  const { openConversation } = await caller.ask<{ openConversation: Exchange }>(
    `mutation ($declarationId: ID!, $subject: String!, $body: String!, $attachmentIds: [ID!]) {
      openConversation(declarationId: $declarationId, subject: $subject, body: $body, attachmentIds: $attachmentIds) { ${EXCHANGE} }
    }`,
    { declarationId, subject, body, attachmentIds },
  );
  return openConversation;
}

export async function write(
  caller: Caller,
  { id, revision }: Seen,
  body: string,
  attachmentIds: string[] = [],
): Promise<Exchange> {
  const { writeMessage } = await caller.ask<{ writeMessage: Exchange }>(
    `mutation ($id: ID!, $revision: Int!, $body: String!, $attachmentIds: [ID!]) {
      writeMessage(id: $id, revision: $revision, body: $body, attachmentIds: $attachmentIds) { ${EXCHANGE} }
    }`,
    { id, revision, body, attachmentIds },
  );
  return writeMessage;
}

export async function read(caller: Caller, id: string): Promise<Exchange> {
  const { conversation } = await caller.ask<{ conversation: Exchange }>(
    `query ($id: ID!) { conversation(id: $id) { ${EXCHANGE} } }`,
    { id },
  );
  return conversation;
}

export async function markRead(caller: Caller, id: string, number: number): Promise<Exchange> {
  const { markConversationRead } = await caller.ask<{ markConversationRead: Exchange }>(
    `mutation ($id: ID!, $number: Int!) { markConversationRead(id: $id, number: $number) { ${EXCHANGE} } }`,
    { id, number },
  );
  return markConversationRead;
}

/** What they have not read, and how many that is. */
export async function unread(caller: Caller): Promise<{ ids: string[]; count: number }> {
  const { conversations, unreadConversationCount: count } = await caller.ask<{
    conversations: { edges: { node: { id: string } }[] };
    unreadConversationCount: number;
  }>('{ conversations(unread: true) { edges { node { id } } } unreadConversationCount }');
  return { ids: conversations.edges.map(({ node }) => node.id), count };
}

/** Sends a file, for a message to come. */
export async function attach(
  caller: Caller,
  declarationId: string,
  name: string,
  bytes: Uint8Array,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await caller.send('PUT', `/declarations/${declarationId}/attachments`, bytes, {
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
