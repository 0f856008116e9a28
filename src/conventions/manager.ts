/** Replacing the habilitation manager that a convention names. */
import { IsNull } from 'typeorm';
import type { Context } from '../kernel/context.js';
import { Habilitation, grant, withdraw } from '../habilitations/index.js';
import type { Named } from '../identity/index.js';
import { invite, personOf } from '../identity/index.js';
import { readManager } from './asked.js';
import type { SeenConvention } from './change.js';
import { ready, settle } from './change.js';
import type { Convention } from './convention.js';
import { namedManager } from './convention.js';
import { ManagerUnchanged } from './refusals.js';

/**
 * Names another manager: the former one is refused from the next request on, the new one invited, all or nothing.
 *
 * @throws CONVENTION_REQUEST_INVALID, MANAGER_UNCHANGED, and those of `ready`
 */
export const replaceManager = (ctx: Context, seen: SeenConvention, named: Named): Promise<Convention> =>
  ctx.transaction(async (ctx) => {
    const convention = await ready(ctx, seen, 'replaceManager');
    const manager = readManager(named);
    const { id: conventionId, reference, caf, partnerId } = convention;
    if (manager.email === convention.managerEmail) throw ManagerUnchanged({ reference });
    const changes = { ...namedManager(manager), managerSince: ctx.instant() };
    const replaced = await settle(ctx, convention, 'replaceManager', changes);
    const role = 'habilitationManager';
    await withdraw(ctx, await ctx.em.findBy(Habilitation, { conventionId, role, until: IsNull() }));
    const person = await personOf(ctx, manager);
    await grant(ctx, person, role, { caf, partnerId, structureId: null, conventionId });
    await invite(ctx, person);
    return replaced;
  });
