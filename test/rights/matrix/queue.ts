/** Ways of calling what is done with many cases, and what counts them. */
import type { Arguments } from './call.js';
import { callField, refused } from './call.js';
import type { Of, Recipe } from './recipe.js';

interface Result {
  refusal: { code: string; sentence: string } | null;
}

/** Many at once, each with its own answer: granted when the one was taken. */
export const acting =
  (action: Of<Arguments>): Recipe =>
  async (operation, { schema, caller, things }) => {
    const answer = await callField(schema, caller, operation, { actions: [action(things)] }, true);
    if (!answer.granted) return answer;
    const [{ refusal }] = answer.data as [Result];
    return refusal ? refused(200, refusal.code, refusal.sentence) : answer;
  };

/** Granted when it counts the thing. */
export const countingCases: Recipe = async (operation, { schema, caller }) => {
  const answer = await callField(schema, caller, operation, {}, true);
  if (!answer.granted) return answer;
  const { byReason } = answer.data as { byReason: { count: number }[] };
  return byReason.some(({ count }) => count > 0) ? answer : refused(200, 'NOT_LISTED', '');
};

/** Granted when the adviser here is one of those it tells of. */
export const loaded: Recipe = async (operation, { schema, caller, things: { adviserId } }) => {
  const answer = await callField(schema, caller, operation, {}, true);
  if (!answer.granted) return answer;
  const load = (answer.data as { id: string; active: boolean }[]).find(({ id }) => id === adviserId);
  return load?.active ? answer : refused(200, 'NOT_LISTED', '');
};
