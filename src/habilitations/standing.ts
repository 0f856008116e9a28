/** Where somebody stands among those who act for a structure: what the separation of duties asks. */
import type { Context } from '../kernel/context.js';
import { Habilitation, structureRoles } from './habilitation.js';

export interface Standing {
  /** Of the person. */
  id: string;
  /** They hold the three roles of the structure, and nobody else holds any of them. */
  alone: boolean;
  /** Ids of those who may approve there, the person included. */
  approvers: readonly string[];
}

/**
 * Where the actor stands at a structure now. In a transaction it stays so until the end: whoever is given a role
 * there meanwhile has it afterwards.
 */
export async function standingAt(ctx: Context, structureId: string): Promise<Standing> {
  const { id } = ctx.actor;
  const held = await ctx
    .held(
      ctx.em
        .createQueryBuilder(Habilitation, 'held')
        .where('held.structureId = :structureId and held.until is null', { structureId }),
    )
    .getMany();
  const own = held.filter(({ personId }) => personId === id).map(({ role }) => role);
  return {
    id,
    alone: structureRoles.every((role) => own.includes(role)) && own.length === held.length,
    approvers: held.filter(({ role }) => role === 'approver').map(({ personId }) => personId),
  };
}
