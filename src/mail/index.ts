export * from './content.js';
export { draw } from './draw.js';
export * from './jobs.js';
export * from './letters/index.js';
export type { AboutConvention } from './letters/conventions.js';
export * from './letters/conventions.js';
export { depositDamaged, filesDamaged } from './letters/damaged-files.js';
export type { AboutDamage } from './letters/damaged-files.js';
export type { LetterKind } from './letters/kind.js';
export { activation, reset } from './letters/links.js';
export { messageToCaf, messageToPartner } from './letters/messages.js';
export { openIdLinked } from './letters/openid-linked.js';
export { passwordChanged } from './letters/password-changed.js';
export { processed } from './letters/processed.js';
export {
  habilitated,
  removalDone,
  removed,
  requestAccepted,
  requestRefused,
  requested,
} from './letters/requests.js';
export type { AboutRequest } from './letters/requests.js';
export { returned } from './letters/returned.js';
export { recoveryCodeUsed, secondFactorOff, secondFactorOn } from './letters/second-factor.js';
export { sent } from './letters/sent.js';
export { submitted } from './letters/submitted.js';
export type { AboutToken } from './letters/tokens.js';
export { tokenExpired, tokenExpiring } from './letters/tokens.js';
export * from './mail.js';
export * from './service.js';
