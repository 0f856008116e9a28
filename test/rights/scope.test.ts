import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { MongoAbility } from '@casl/ability';
import { AbilityBuilder, createMongoAbility } from '@casl/ability';
import * as fc from 'fast-check';
import { Attestation } from '../../src/attestations/index.js';
import { Declaration, DeclarationRow, states } from '../../src/declarations/index.js';
import type { Role } from '../../src/habilitations/index.js';
import { Habilitation } from '../../src/habilitations/index.js';
import { insertAll } from '../../src/kernel/database.js';
import { restrict } from '../../src/kernel/scope.js';
import { Partner, Structure } from '../../src/partners/index.js';
import { Reassignment, reassignmentStates } from '../../src/processing/index.js';
import { HabilitationRequest, requestStates } from '../../src/requests/index.js';
import type { Place } from '../../src/rights/index.js';
import { abilityOf, rights } from '../../src/rights/index.js';
import type { Bench } from '../bench.js';
import { openBench } from '../bench.js';

const AT = '2026-11-05T08:00:00.000Z';
const cafs = ['493', '781', '750'];
/** Ids that a careless collation would take for one another. */
const partners = ['partner', 'Partner', 'partnér'];
const structures = ['structure-a', 'structure-A', 'structure-á', 'structure-b'];
const people = ['person', 'Person', 'persón'];

const oneOf = <T>(values: readonly T[]) => fc.constantFrom(...values);
const orNull = <T>(values: readonly T[]) => fc.constantFrom(null, ...values);
const some = <T>(arbitrary: fc.Arbitrary<T>): T[] => fc.sample(arbitrary, { numRuns: 60, seed: 493 });
const made = <T>(type: new () => T, records: object[]): T[] =>
  records.map((record) => Object.assign(new type() as object, record) as T);

const partnerRows = () =>
  made(
    Partner,
    partners.map((id, at) => ({ id, siren: `${900_000_000 + at}`, name: id })),
  );

const structureRows = () =>
  made(
    Structure,
    structures.map((id, at) => ({
      id,
      partnerId: partners[at % partners.length],
      caf: cafs[at % cafs.length],
      siret: `${at}`.padStart(14, '9'),
      name: id,
      kind: 'micro_creche',
      address: [],
      email: '',
      phone: '',
    })),
  );

const declarationRows = () =>
  made(
    Declaration,
    some(fc.record({ structureId: oneOf(structures), caf: oneOf(cafs), state: oneOf(states) })).map(
      (drawn, at) => ({
        ...drawn,
        id: `declaration-${at}`,
        reference: `D-${at}`,
        type: 'cmg_micro_creche',
        month: '2026-10',
        version: at,
        revision: 1,
        createdAt: AT,
      }),
    ),
  );

/** One row each, for their attestations to be about. */
const rowsOf = (declarations: Declaration[]) =>
  made(
    DeclarationRow,
    declarations.map(({ id }) => ({ id: `row-${id}`, declarationId: id, number: 3, cells: {} })),
  );

const attestationRows = (rows: DeclarationRow[]) =>
  made(
    Attestation,
    some(fc.record({ structureId: oneOf(structures), caf: oneOf(cafs) })).map((drawn, at) => ({
      ...drawn,
      id: `attestation-${at}`,
      number: `A-${at}`,
      version: 1,
      rowId: rows[at]!.id,
      declarationId: rows[at]!.declarationId,
      month: '2026-10',
      allocataire: '3521874',
      state: 'numbered',
      fields: {},
      fieldsDigest: '',
    })),
  );

const reassignmentRows = () =>
  made(
    Reassignment,
    some(fc.record({ caf: oneOf(cafs), claimedBy: orNull(people), state: oneOf(reassignmentStates) })).map(
      (drawn, at) => ({
        ...drawn,
        id: `reassignment-${at}`,
        declarationId: 'd',
        rowId: `r-${at}`,
        attestationId: 'a',
        reason: 'TWINS',
        revision: 1,
        openedAt: AT,
      }),
    ),
  );

const requestRows = () =>
  made(
    HabilitationRequest,
    some(
      fc.record({
        caf: oneOf(cafs),
        partnerId: oneOf(partners),
        structureId: oneOf(structures),
        state: oneOf(requestStates),
      }),
    ).map((drawn, at) => ({
      ...drawn,
      id: `request-${at}`,
      reference: `H-${at}`,
      kind: 'add',
      revision: 1,
      roles: [],
      createdAt: AT,
    })),
  );

type Kind = new () => { id: string };
const kinds: Kind[] = [
  Declaration,
  Attestation,
  Reassignment,
  HabilitationRequest,
  Structure,
  Partner,
  Habilitation,
];
const rowsIn = new Map<Kind, { id: string }[]>();

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
  const declarations = declarationRows();
  const rows = rowsOf(declarations);
  await bench.house.database.write(async (em) => {
    await insertAll(em, Partner, partnerRows());
    await insertAll(em, Structure, structureRows());
    await insertAll(em, Declaration, declarations);
    await insertAll(em, DeclarationRow, rows);
    await insertAll(em, Attestation, attestationRows(rows));
    await insertAll(em, Reassignment, reassignmentRows());
    await insertAll(em, HabilitationRequest, requestRows());
  });
  for (const kind of kinds)
    rowsIn.set(kind, await bench.house.database.reader.find(kind, { order: { id: 'ASC' } }));
});
afterAll(() => bench.close());

/** What the list holds, and what the rule grants one by one. */
async function bothAnswers(ability: MongoAbility, action: string, kind: Kind): Promise<[string[], string[]]> {
  const query = bench.house.database.reader.createQueryBuilder(kind, 'it').select('it.id');
  const listed = await restrict(query, ability, action, kind).getMany();
  const granted = rowsIn.get(kind)!.filter((row) => ability.can(action, row as never));
  return [listed.map(({ id }) => id).toSorted(), granted.map(({ id }) => id).toSorted()];
}

const roles = Object.keys(rights) as Role[];
const sentences = Object.values(rights).flat();
const actionsOn = (kind: Kind) => [
  ...new Set(['unheard of', ...sentences.flatMap(({ may, what }) => (what === kind ? may : []))]),
];

const place: fc.Arbitrary<Place> = fc.record({
  caf: oneOf(cafs),
  partnerId: orNull(partners),
  structureId: orNull(structures),
  conventionId: fc.constant(null),
  self: oneOf(people),
});
const held = fc.array(fc.record({ role: oneOf(roles), place }), { maxLength: 4 });

test('whoever holds whatever habilitations, a list holds the rows that are granted one by one, and no other', async () => {
  const shares = { none: 0, some: 0 };
  await fc.assert(
    fc.asyncProperty(held, oneOf(kinds), async (habilitations, kind) => {
      const ability = abilityOf(habilitations);
      for (const action of actionsOn(kind)) {
        const [listed, granted] = await bothAnswers(ability, action, kind);
        expect(listed).toEqual(granted);
        shares[granted.length > 0 ? 'some' : 'none'] += 1;
      }
    }),
    { numRuns: 150 },
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
