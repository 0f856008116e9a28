/** The keys that seal attestations: told, changed, trusted no more. */
import type { SealKey, SealKeyState } from '../attestations/index.js';
import {
  canSeal,
  keysOf,
  newSeed,
  publishedKeys,
  rotateKey,
  stateOfKey,
  withdrawKey,
} from '../attestations/index.js';
import { teller } from '../demo/teller.js';
import { openHouse } from '../house.js';
import { HOUSE } from '../identity/index.js';
import { frenchInstant } from '../kernel/calendar.js';
import type { Context } from '../kernel/context.js';
import { Refusal } from '../kernel/refusal.js';
import { automaton } from '../rights/index.js';
import type { Asked, Values } from './command.js';
import { CannotRun } from './command.js';

const states: Record<SealKeyState, (key: SealKey) => string> = {
  signing: ({ createdAt }) => `scelle, depuis le ${frenchInstant(createdAt)}`,
  retired: ({ retiredAt }) => `a scellé jusqu’au ${frenchInstant(retiredAt!)} ; ses sceaux restent bons`,
  withdrawn: ({ withdrawnAt }) =>
    `retirée le ${frenchInstant(withdrawnAt!)} : ses sceaux ne prouvent plus rien`,
};

async function tell(ctx: Context): Promise<void> {
  const keys = await keysOf(ctx);
  if (keys.length === 0)
    teller.line('Aucune clé encore : la première attestation mettra la sienne en service.');
  teller.pairs(keys.map((key) => [key.id, states[stateOfKey(key)](key)]));
  if (!(await canSeal(ctx)))
    teller.line('La clé privée qui scelle n’est pas celle de SEAL_KEY : rien ne peut être scellé ici.');
}

async function change(ctx: Context, { rotate, withdraw }: Values): Promise<void> {
  if (rotate === true) await rotateKey(ctx);
  if (typeof withdraw === 'string') await withdrawKey(ctx, withdraw.toUpperCase());
}

export async function keys(asked: Asked): Promise<number | void> {
  const { values } = asked;
  // Before the configuration is read: without this key, production refuses it.
  if (values.make === true) {
    console.log(newSeed());
    return;
  }
  const { house, close } = await openHouse(asked.config);
  try {
    if (await house.database.source.showMigrations())
      throw new CannotRun('La base n’est pas à jour : lancez « bin/habilis migrate », puis recommencez.');
    const ctx = automaton(house, HOUSE);
    await change(ctx, values);
    if (values.json === true) console.log(JSON.stringify(await publishedKeys(ctx), undefined, 2));
    else await tell(ctx);
  } catch (error) {
    throw error instanceof Refusal ? new CannotRun(error.message) : error;
  } finally {
    await close();
  }
}
