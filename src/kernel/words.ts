/** What a person writes for another one to read. */
import type { Refusal } from './refusal.js';

/** Characters of a reason, at most: what its column keeps. */
const LONGEST_REASON = 1000;

/** @throws what `invalid` makes of a reason that is empty, or longer than its column keeps */
export function reasonIn(
  text: string | null | undefined,
  invalid: (facts: { field: string; most: number }) => Refusal,
): string {
  const reason = text?.trim() ?? '';
  if (!reason || reason.length > LONGEST_REASON) throw invalid({ field: 'reason', most: LONGEST_REASON });
  return reason;
}
