/** Work for later, as the API says it. */
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { PageArgs, connectionOf } from './connections.js';
import { enumOf } from './enums.js';
import { InstantScalar } from './scalars.js';
import { jobCycle, jobStateNames } from '../src/jobs/index.js';
import { jobStates } from '../src/kernel/jobs.js';

export const JobStateEnum = enumOf(
  'JobState',
  'Where a piece of work stands.',
  jobStates,
  (state) => jobStateNames[state],
);
export const JobStepEnum = enumOf('JobStep', 'What is done with a piece of work.', jobCycle.names);

@ObjectType({ description: 'A piece of work of the automata. It names a record, and says nothing of it.' })
export class Job {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: 'What is done: `mail.send`, `attestations.issue`.' })
  kind: string;

  @Field(() => String, { description: 'The Caf whose automaton does it; 000 for the accounts of people.' })
  caf: string;

  @Field(() => ID, { description: 'The record it is about.' })
  recordId: string;

  @Field(() => JobStateEnum)
  state: string;

  @Field(() => String, { description: 'The state, in French.' })
  stateLabel: string;

  @Field(() => Int, { description: 'Lower is sooner.' })
  priority: number;

  @Field(() => InstantScalar)
  createdAt: string;

  @Field(() => InstantScalar, { description: 'When it is due, or was.' })
  runAt: string;

  @Field(() => InstantScalar, { nullable: true, description: 'Until then its worker is taken for alive.' })
  leaseUntil: string | null;

  @Field(() => InstantScalar, { nullable: true })
  doneAt: string | null;

  @Field(() => Int, { description: 'Times it was tried.' })
  attempts: number;

  @Field(() => Int, { description: 'Workers that died at it, one after the other.' })
  losses: number;

  @Field(() => String, { nullable: true, description: 'Why it was not done the last time, in French.' })
  reason: string | null;

  @Field(() => String, { nullable: true, description: 'The name of that error, for programs.' })
  lastError: string | null;

  @Field(() => [JobStepEnum], { description: 'The steps open to this reader now.' })
  openSteps: string[];
}

export const JobConnection = connectionOf('Job', () => Job);

@ObjectType({ description: 'How many jobs of one kind are in one state.' })
export class JobCount {
  @Field(() => String)
  kind: string;

  @Field(() => JobStateEnum)
  state: string;

  @Field(() => Int)
  count: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds for which the one that waits longest has been due; null when none is.',
  })
  oldestDueSeconds: number | null;
}

@ArgsType()
export class JobsArgs extends PageArgs {
  @Field(() => [JobStateEnum], { nullable: true, description: 'Those in one of these states.' })
  states?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Those of that kind.' })
  kind?: string | null;
}
