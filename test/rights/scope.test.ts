import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { MongoAbility } from '@casl/ability';
import { AbilityBuilder, createMongoAbility } from '@casl/ability';
import * as fc from 'fast-check';
import { entities } from '../../ormconfig.js';
import type { Role } from '../../src/habilitations/index.js';
import { AccessToken, operations } from '../../src/habilitations/index.js';
import { restrict } from '../../src/kernel/scope.js';
import { Reassignment, reassignmentStates } from '../../src/processing/index.js';
import type { Place } from '../../src/rights/index.js';
import { abilityOf, abilityOfToken, operationRights, ownRights, rights } from '../../src/rights/index.js';
import type { Bench } from '../bench.js';
import { openBench } from '../bench.js';
import {
  cafs,
  conventions,
  partners,
  structures,
  people,
  oneOf,
  orNull,
  structureRows,
  insertDrawn,
} from './drawn.js';

/** A Caf is known by its code, all else by its id. */
interface Known {
  id?: string;
  code?: string;
}
type Kind = new () => Known;
/** Every record of a table that some sentence speaks of. */
const kinds = [
  ...new Set(
    [...Object.values(rights), ...Object.values(operationRights), ownRights].flat().map(({ what }) => what),
  ),
].filter((what) => (entities as unknown[]).includes(what)) as Kind[];
const rowsIn = new Map<Kind, Known[]>();

const nameOf = ({ id, code }: Known): string => (id ?? code)!;

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
  await bench.house.database.write(insertDrawn);
  for (const kind of kinds) rowsIn.set(kind, await bench.house.database.reader.find(kind));
});
afterAll(() => bench.close());

/** What the list holds, and what the rule grants one by one. */
async function bothAnswers(ability: MongoAbility, action: string, kind: Kind): Promise<[string[], string[]]> {
  const query = bench.house.database.reader.createQueryBuilder(kind, 'it');
  const listed = await restrict(query, ability, action, kind).getMany();
  const granted = rowsIn.get(kind)!.filter((row) => ability.can(action, row as never));
  return [listed.map(nameOf).toSorted(), granted.map(nameOf).toSorted()];
}

const roles = Object.keys(rights) as Role[];
const sentences = [...Object.values(rights), ...Object.values(operationRights)].flat();
const actionsOn = (kind: Kind) => [
  ...new Set(['unheard of', ...sentences.flatMap(({ may, what }) => (what === kind ? may : []))]),
];

const place: fc.Arbitrary<Place> = fc.record({
  caf: oneOf(cafs),
  partnerId: orNull(partners),
  structureId: orNull(structures),
  conventionId: orNull(conventions),
  self: oneOf(people),
});
const held = fc.array(fc.record({ role: oneOf(roles), place }), { maxLength: 4 }).map(abilityOf);

/** Of a token, what its rights depend on. */
const borne = fc
  .record({
    id: oneOf(people),
    conventionId: orNull(conventions),
    operations: fc.subarray([...operations], { minLength: 1 }),
    at: fc.subarray(structures, { minLength: 1 }),
  })
  .map(({ at, ...token }) =>
    abilityOfToken({
      token: Object.assign(new AccessToken(), token),
      structures: structureRows().filter(({ id }) => at.includes(id)),
    }),
  );

test('whoever holds whatever habilitations, or bears whatever token, a list holds the rows that are granted one by one, and no other', async () => {
  const shares = { none: 0, some: 0 };
  await fc.assert(
    fc.asyncProperty(fc.oneof({ arbitrary: held, weight: 3 }, borne), oneOf(kinds), async (ability, kind) => {
      for (const action of actionsOn(kind)) {
        const [listed, granted] = await bothAnswers(ability, action, kind);
        expect(listed).toEqual(granted);
        shares[granted.length > 0 ? 'some' : 'none'] += 1;
      }
    }),
    { numRuns: 300 },
  );

  expect(shares.none).toBeGreaterThan(20);
  expect(shares.some).toBeGreaterThan(20);
});

/** Any condition that the rights may use, on a column that may be empty. */
const condition = fc.oneof(
  orNull(people).map((claimedBy) => ({ claimedBy })),
  orNull(people).map(($ne) => ({ claimedBy: { $ne } })),
  fc.subarray(people).map(($in) => ({ claimedBy: { $in } })),
  fc.tuple(oneOf(cafs), fc.subarray([...reassignmentStates])).map(([caf, $in]) => ({ caf, state: { $in } })),
  fc.constant(undefined),
);
const rules = fc.array(fc.record({ inverted: fc.boolean(), condition }), { maxLength: 5 });

type Say = (action: string, kind: Kind, condition: unknown) => unknown;

function abilityBy(tell: (say: { can: Say; cannot: Say }) => unknown): MongoAbility {
  const { can, cannot, build } = new AbilityBuilder(createMongoAbility);
  tell({ can: can as Say, cannot: cannot as Say });
  return build({ detectSubjectType: (subject) => subject.constructor as never });
}

test('the same holds of any rules in the same vocabulary, permissions and prohibitions', async () => {
  await fc.assert(
    fc.asyncProperty(rules, async (drawn) => {
      const ability = abilityBy(({ can, cannot }) => {
        for (const { inverted, condition } of drawn)
          (inverted ? cannot : can)('read', Reassignment, condition);
      });
      const [listed, granted] = await bothAnswers(ability, 'read', Reassignment);
      expect(listed).toEqual(granted);
    }),
    { numRuns: 200 },
  );
});

test('a condition that has no SQL is a fault, never a wider list', () => {
  const ability = abilityBy(({ can }) => can('read', Reassignment, { caf: { $gt: '493' } }));
  const query = bench.house.database.reader.createQueryBuilder(Reassignment, 'it');

  expect(() => restrict(query, ability, 'read', Reassignment)).toThrow('has no SQL: gt');
});
