/** Work for later, for those who look after it. */
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { toConnection } from '../schema/connections.js';
import * as api from '../schema/jobs.js';
import * as jobs from '../src/jobs/index.js';
import type { Job } from '../src/kernel/jobs.js';
import type { ApiContext } from './context.js';

@Resolver(() => api.Job)
export class JobResolver {
  @Query(() => api.Job)
  job(@Arg('id', () => ID) id: string, @Ctx() { ctx }: ApiContext) {
    return jobs.readJob(ctx, id);
  }

  @Query(() => api.JobConnection, { description: 'The work of the automata, the last one asked for first.' })
  async jobs(
    @Args(() => api.JobsArgs) { states, kind, ...request }: api.JobsArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return toConnection(await jobs.listJobs(ctx, request, { states, kind } as jobs.JobsAsked));
  }

  @Query(() => [api.JobCount], { description: 'The work of the automata, by kind and state.' })
  jobCounts(@Ctx() { ctx }: ApiContext) {
    return jobs.countJobs(ctx);
  }

  @Mutation(() => api.Job, {
    description:
      'Tries a job anew, at once, or sets it aside: a worker that holds it then writes nothing more.',
  })
  advanceJob(
    @Arg('id', () => ID) id: string,
    @Arg('step', () => api.JobStepEnum) step: string,
    @Ctx() { ctx }: ApiContext,
  ) {
    return jobs.advanceJob(ctx, id, step as jobs.JobStep);
  }

  @FieldResolver()
  recordId(@Root() { payload }: Job): string {
    return payload.id;
  }

  @FieldResolver()
  stateLabel(@Root() { state }: Job): string {
    return jobs.jobStateNames[state];
  }

  @FieldResolver()
  reason(@Root() job: Job): string | null {
    return jobs.reasonSentence(job);
  }

  @FieldResolver()
  openSteps(@Root() job: Job, @Ctx() { ctx }: ApiContext): string[] {
    return jobs.openJobSteps(ctx, job);
  }
}
