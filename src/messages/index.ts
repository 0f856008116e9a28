export * from './attachment.js';
export {
  addAttachment,
  attachmentsOf,
  demandDiscussion,
  dropUnsent,
  openAttachment,
  removeDropped,
} from './attachments.js';
export * from './conversation.js';
export * from './jobs.js';
export * from './kinds.js';
export * from './marks.js';
export * from './refusals.js';
export {
  countUnread,
  listConversations,
  openConversation,
  pageOfMessages,
  readConversation,
  readUpTo,
  writeAbout,
  writeMessage,
} from './service.js';
export type { ConversationsAsked, Written } from './service.js';
