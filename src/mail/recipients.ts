/** To whom letters go: people who hold the role now, at the structure. */
import type { FindOperator } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import type { Context } from '../kernel/context.js';
import type { Declaration } from '../declarations/index.js';
import type { PersonRole } from '../habilitations/index.js';
import { Habilitation } from '../habilitations/index.js';
import type { Person } from '../identity/index.js';

/** Of a person, what a letter needs. */
export interface Reader {
  id: string;
  /** `Madame Nadia Ferrand` */
  name: string;
  address: string;
  /** What tells this letter from another of its kind on the same matter; the revision of the matter when absent. */
  turn?: number;
}

export const readerOf = ({ id, email, civility, firstName, lastName }: Person): Reader => ({
  id,
  name: `${civility} ${firstName} ${lastName}`,
  address: email,
});

type Find = (ctx: Context, declaration: Declaration) => Promise<Reader[]>;

type Where = Partial<Pick<Habilitation, 'caf' | 'partnerId' | 'structureId' | 'conventionId'>> & {
  role?: PersonRole | FindOperator<PersonRole>;
};

/**
 * Each person who holds a habilitation of that description now, once, in the order of their addresses.
 *
 * @param until  those whose habilitation ended at that instant or later count too
 */
export async function holdersOf(ctx: Context, where: Where, until: Instant | null = null): Promise<Reader[]> {
  const held = await ctx
    .scope(Habilitation, 'held')
    .innerJoin('held.person', 'person')
    .select([
      'held.id',
      'person.id',
      'person.email',
      'person.civility',
      'person.firstName',
      'person.lastName',
    ])
    .andWhere(where)
    .andWhere('(held.until is null or held.until >= :until)', { until })
    .orderBy('person.email')
    .getMany();
  const readers = held.map(({ person }) => readerOf(person));
  return [...new Map(readers.map((reader) => [reader.id, reader])).values()];
}

const holders = (ctx: Context, role: PersonRole, { structureId }: Declaration): Promise<Reader[]> =>
  holdersOf(ctx, { role, structureId });

/** Those who manage the habilitations of a partner at a Caf, whoever they were yesterday. */
export const managersOf = (
  ctx: Context,
  { caf, partnerId }: Pick<Habilitation, 'caf' | 'partnerId'>,
): Promise<Reader[]> => holdersOf(ctx, { role: 'habilitationManager', caf, partnerId });

/** The one who acted; all those of the role when that one has left it. */
const preferring = (readers: Reader[], id: string | null): Reader[] => {
  const actor = readers.filter((reader) => reader.id === id);
  return actor.length > 0 ? actor : readers;
};

const declarant: Find = async (ctx, declaration) =>
  preferring(await holders(ctx, 'activityProvider', declaration), declaration.submittedBy);

export const recipients = {
  approvers: (ctx, declaration) => holders(ctx, 'approver', declaration),
  approver: async (ctx, declaration) =>
    preferring(await holders(ctx, 'approver', declaration), declaration.approvedBy),
  declarant,
  /** Nobody is told what they have just done themselves. */
  declarantUnlessApprover: async (ctx, declaration) =>
    declaration.submittedBy === declaration.approvedBy ? [] : declarant(ctx, declaration),
} satisfies Record<string, Find>;

export type Recipient = keyof typeof recipients;

/** Each person once, whatever number of ways leads to them. */
export async function readersOf(
  ctx: Context,
  to: readonly Recipient[],
  declaration: Declaration,
): Promise<Reader[]> {
  const found = await Promise.all(to.map((recipient) => recipients[recipient](ctx, declaration)));
  return [...new Map(found.flat().map((reader) => [reader.id, reader])).values()];
}
