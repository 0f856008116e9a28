/** The life of a deposit: nothing is read that was not let through, and what was begun may be begun again. */
import { defineWorkflow } from '../kernel/workflow.js';
import type { Role } from '../habilitations/index.js';
import type { Deposit, DepositState } from './deposit.js';

/** Whose reading is not over: a killed process leaves it so, and another takes it up. */
export const underWay: DepositState[] = ['received', 'scanning', 'unscanned', 'reading'];

const by: Role[] = ['activityProvider'];

// oxfmt-ignore
export const depositCycle = defineWorkflow<DepositState, Deposit, Role>()('Dépôt', {
  scan:    { from: underWay,                            to: 'scanning',  by },
  park:    { from: ['scanning'],                        to: 'unscanned', by },
  release: { from: ['unscanned'],                       to: 'received',  by },
  read:    { from: ['received', 'scanning', 'reading'], to: 'reading',   by },
  finish:  { from: ['reading'],                         to: 'done',      by },
  refuse:  { from: underWay,                            to: 'refused',   by: [...by, 'automaton'] },
});

export type DepositStep = (typeof depositCycle.names)[number];
