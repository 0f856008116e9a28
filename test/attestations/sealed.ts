/** A month whose attestations were sealed, then amended under another key; and what a forger or a thief makes of them. */
import { randomBytes } from 'node:crypto';
import { Attestation, SealKey, rotateKey } from '../../src/attestations/index.js';
import type { Told } from '../../src/attestations/seal/code.js';
import { newSeed, pairOf, sealWith } from '../../src/attestations/seal/signature.js';
import { HOUSE } from '../../src/identity/index.js';
import { unseal } from '../../src/kernel/seal.js';
import { automaton } from '../../src/rights/index.js';
import type { Bench } from '../bench.js';
import { who } from '../bench.js';
import { amendedWith, send } from '../declarations/amending.js';
import { nino, processed, rose, stranger } from '../month.js';

/** The numbers of the families. */
export const family = { rose: '3521874', nino: '3521874', stranger: '0912377' };

async function versions({ house }: Bench, allocataire: string, firstName: string): Promise<Told[]> {
  const found = await house.database.reader.find(Attestation, {
    where: { allocataire },
    order: { version: 'ASC' },
  });
  return found
    .filter(({ fields }) => fields.child?.firstName === firstName)
    .map(({ number, version, fieldsDigest: digest, sealKeyId, sealSignature }) => ({
      number,
      version,
      digest,
      keyId: sealKeyId!,
      signature: sealSignature!,
    }));
}

export interface SealedMonth {
  /** Replaced: the amendment changed its hours. */
  roses: Told;
  /** As it was. */
  ninos: Told;
  /** Withdrawn with its row. */
  strangers: Told;
  /** What replaced the first of Rose, sealed by the next key. */
  rosesNext: Told;
}

export async function sealedMonth(bench: Bench): Promise<SealedMonth> {
  const first = await processed(bench, [rose, nino, stranger]);
  await rotateKey(automaton(bench.house, HOUSE));
  const [declarant, approver] = [await bench.person(who.declarant), await bench.person(who.approver)];
  const changed = { ...rose, hours: 44 };
  await send(declarant, approver, await amendedWith(declarant, first, '2026-10', [changed, nino]));
  await bench.work();
  const [roses, rosesNext] = await versions(bench, family.rose, 'Rose');
  const [ninos] = await versions(bench, family.nino, 'Nino');
  const [strangers] = await versions(bench, family.stranger, 'Inaya');
  return { roses: roses!, ninos: ninos!, strangers: strangers!, rosesNext: rosesNext! };
}

/** Something else under a signature of the same key: what whoever stole it would make. */
export async function stolenFrom({ house }: Bench, told: Told, change: Partial<Told>): Promise<Told> {
  const { id, secret } = await house.database.reader.findOneByOrFail(SealKey, { id: told.keyId });
  const pair = pairOf(unseal(house, { purpose: 'attestation key', whose: id }, secret!));
  const other = { ...told, ...change };
  return { ...other, ...sealWith(pair, other) };
}

/** Other fields under a key that the forger made. */
export function forgedFrom(told: Told): Told {
  const other = { ...told, digest: randomBytes(32).toString('hex') };
  return { ...other, ...sealWith(pairOf(newSeed()), other) };
}
