import { expect, test } from '@jest/globals';
import { readDamaged } from './damage-run.js';

test('500 damaged copies end in rows or in a refusal, none by a crash, a wait or a leak', async () => {
  const { ends, wrong, grown } = await readDamaged(500);
  expect(wrong).toEqual([]);
  expect(Object.values(ends).reduce((sum, copies) => sum + copies, 0)).toBe(500);
  // The damage is neither all harmless nor all seen at once.
  expect(ends.rows).toBeGreaterThan(20);
  expect(ends.damaged).toBeGreaterThan(100);
  expect(grown).toBeLessThan(64);
}, 120_000);
