/** What the tests import as `@jest/globals`: runner.ts lends it the functions of the file under test. */
import type * as jest from '@jest/globals';

type Lent = Pick<
  typeof jest,
  'afterAll' | 'afterEach' | 'beforeAll' | 'beforeEach' | 'describe' | 'expect' | 'test'
>;

export let afterAll: Lent['afterAll'];
export let afterEach: Lent['afterEach'];
export let beforeAll: Lent['beforeAll'];
export let beforeEach: Lent['beforeEach'];
export let describe: Lent['describe'];
export let expect: Lent['expect'];
export let test: Lent['test'];

/** Each file of tests has functions of its own; whoever imported them before sees the new ones. */
export const lend = (lent: Lent): void =>
  void ({ afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } = lent);
