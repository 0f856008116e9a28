import { expect, test } from '@jest/globals';
import { Refusal, refusal } from '../../src/kernel/refusal.js';
import { defineWorkflow } from '../../src/kernel/workflow.js';

type State = 'written' | 'posted' | 'read';
type Role = 'sender' | 'reader' | 'nobody';
interface Letter {
  state: State;
  stamped: boolean;
}

const NotStamped = refusal<Record<string, never>>('NOT_STAMPED', () => 'Il manque le timbre.');
const cycle = defineWorkflow<State, Letter, Role>()('Lettre', {
  stamp: { from: ['written'], by: ['sender'] },
  post: {
    from: ['written'],
    to: 'posted',
    by: ['sender'],
    unless: ({ stamped }) => (stamped ? undefined : NotStamped({})),
  },
  open: { from: ['posted'], to: 'read', by: ['reader'] },
  copy: { from: ['written', 'posted', 'read'], by: ['sender', 'reader'] },
});
type Step = (typeof cycle.names)[number];

const letter = (state: State, stamped = true): Letter => ({ state, stamped });

test('the steps keep the order of their table', () => {
  expect(cycle.names).toEqual(['stamp', 'post', 'open', 'copy']);
});

test.each<[Role, Step[], string]>([
  ['sender', ['stamp', 'post', 'copy'], 'whatever the state'],
  ['reader', ['open', 'copy'], 'a step may be of several roles'],
  ['nobody', [], 'a role without a step'],
])('%s may take %j (%s)', (role, expected) => {
  expect(cycle.by(role)).toEqual(expected);
});

test.each<[Letter, Step[], string]>([
  [letter('written'), ['stamp', 'post', 'copy'], 'nothing forbids'],
  [letter('written', false), ['stamp', 'copy'], 'what is forbidden now is not open'],
  [letter('posted'), ['open', 'copy'], 'what is behind is closed'],
  [letter('read'), ['copy'], 'the end'],
])('%j is open to %j (%s)', (subject, expected) => {
  expect(cycle.openTo(subject)).toEqual(expected);
});

test.each<[Letter, Step, State | undefined, string]>([
  [letter('written'), 'post', 'posted', 'the state it leads to'],
  [letter('posted'), 'open', 'read', 'the state it leads to'],
  [letter('read'), 'copy', undefined, 'a step that leaves the state as it is'],
])('%j takes %s and becomes %s (%s)', (subject, step, to) => {
  expect(cycle.take(subject, step)).toBe(cycle.steps[step]);
  expect(cycle.take(subject, step).to).toBe(to);
});

const refusalOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

test.each<[Letter, Step, string, string, string]>([
  [letter('written', false), 'post', 'NOT_STAMPED', 'Il manque le timbre.', 'its own reason'],
  [
    letter('posted', false),
    'post',
    'STEP_NOT_OPEN',
    'Lettre : cette étape n’est pas possible dans son état actuel. Rechargez la page.',
    'the state comes before the reason',
  ],
  [
    letter('written'),
    'open',
    'STEP_NOT_OPEN',
    'Lettre : cette étape n’est pas possible dans son état actuel. Rechargez la page.',
    'too early',
  ],
  [
    letter('read'),
    'open',
    'STEP_NOT_OPEN',
    'Lettre : cette étape n’est pas possible dans son état actuel. Rechargez la page.',
    'twice',
  ],
])('%j does not take %s: %s, in French (%s%s)', (subject, step, code, message) => {
  const refused = refusalOf(() => cycle.take(subject, step));

  expect(refused).toBeInstanceOf(Refusal);
  expect(refused).toMatchObject({ code, message });
  expect(cycle.openTo(subject)).not.toContain(step);
});

test('a step that is not open says of what, which, and in what state', () => {
  const refused = refusalOf(() => cycle.take(letter('read'), 'post'));

  expect(refused).toMatchObject({ facts: { what: 'Lettre', step: 'post', state: 'read' } });
});
