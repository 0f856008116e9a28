/** A life cycle as a table of steps, and the questions asked of it. */
import type { JobKind } from './jobs.js';
import type { Refusal } from './refusal.js';
import { refusal } from './refusal.js';

export interface StepRule<State extends string, Subject, Role extends string, Facts> {
  from: readonly State[];
  /** The state it leads to; absent when the step changes the content and not the state. */
  to?: State;
  /** Who may take it; the rights are derived from here. */
  by: readonly Role[];
  /** What forbids it now, as a refusal, or nothing. */
  unless?: (subject: Subject, facts: Facts) => Refusal | undefined;
  /** Work for later, queued in the same transaction. */
  queue?: readonly JobKind[];
}

export const StepNotOpen = refusal<{ what: string; step: string; state: string }>(
  'STEP_NOT_OPEN',
  ({ what }) => `${what} : cette étape n’est pas possible dans son état actuel. Rechargez la page.`,
);

/**
 * Declares a cycle. Its steps are also the rights, the API's verbs and the
 * words of the journal.
 *
 * `Facts` is what the guards ask beyond the subject: who is about to act, what
 * others hold. Whoever asks the table gathers it first; most tables ask nothing.
 */
export const defineWorkflow =
  <State extends string, Subject extends { state: State }, Role extends string, Facts = void>() =>
  <Name extends string>(what: string, steps: Record<Name, StepRule<State, Subject, Role, Facts>>) => {
    const names = Object.keys(steps) as Name[];
    const opens = (subject: Subject, name: Name) => steps[name].from.includes(subject.state);
    return {
      what,
      steps,
      names,
      /** Whether the state opens the step, whatever may forbid it. */
      opens,
      /** The steps a role may take, in some state or other. */
      by: (role: Role): Name[] => names.filter((name) => steps[name].by.includes(role)),
      /** The steps the state opens and nothing forbids. */
      openTo: (subject: Subject, facts: Facts): Name[] =>
        names.filter((name) => opens(subject, name) && !steps[name].unless?.(subject, facts)),
      /**
       * The rule of a step that may be taken now.
       *
       * @throws STEP_NOT_OPEN in a state that does not open it, or the refusal of its `unless`
       */
      take(subject: Subject, name: Name, facts: Facts): StepRule<State, Subject, Role, Facts> {
        const step = steps[name];
        if (!opens(subject, name)) throw StepNotOpen({ what, step: name, state: subject.state });
        const forbidden = step.unless?.(subject, facts);
        if (forbidden) throw forbidden;
        return step;
      },
    };
  };
