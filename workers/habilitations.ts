/** The automata's part in habilitations: access tokens that come to their end. */
import { watchTokens } from '../src/habilitations/index.js';
import type { Task } from './schedule.js';

export const tokensWatch: Task = {
  name: 'habilitations.watchTokens',
  minutes: 60,
  what: 'Prévient des jetons d’accès qui expirent, et met fin à ceux qui ont expiré',
  by: 'each Caf',
  why: 'managers are warned 30 and 7 days before a token expires, and told when it has: a program that stops unannounced is a lost month',
  run: watchTokens,
};
