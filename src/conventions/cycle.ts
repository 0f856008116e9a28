/** The life of a convention. Its steps are also the rights and the words of the journal. */
import { defineWorkflow } from '../kernel/workflow.js';
import type { Role } from '../habilitations/index.js';
import type { Convention, ConventionState } from './convention.js';

// oxfmt-ignore
export const conventionCycle = defineWorkflow<ConventionState, Convention, Role>()('Convention', {
  end: { from: ['active'], to: 'ended', by: ['conventionOfficer'] },
});
