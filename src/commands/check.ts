/** Looks whether all that is kept is whole and of one piece: the database and the files, read only. */
import { join } from 'node:path';
import { openDatabase } from '../../ormconfig.js';
import type { Place, Verdict } from '../checks/index.js';
import { MOMENT, check as look } from '../checks/index.js';
import { plural, teller } from '../demo/teller.js';
import { vaultOf } from '../house.js';
import type { Asked, Values } from './command.js';
import { CannotRun, WrongUse } from './command.js';

/** Breaches told one by one: the count says how many there are. */
const TOLD = 20;

function sampleIn({ sample, all }: Values): number | undefined {
  if (sample === undefined) return undefined;
  if (all) throw new WrongUse('--sample et --all : l’un ou l’autre.');
  const count = Number(sample);
  if (Number.isInteger(count) && count > 0) return count;
  throw new WrongUse('--sample : un nombre de fichiers attendu, comme 500.');
}

function tell({ invariant: { name, sentence }, looked, breaches, remark }: Verdict): void {
  const counted = remark ? `${looked}, ${remark}` : String(looked);
  if (breaches.length === 0) return teller.step(`${sentence} : ${counted}`);
  const faults = plural(breaches.length, 'défaut', 'défauts');
  teller.line(`  ✗ ${sentence} : ${faults} sur ${counted}`);
  for (const { id, why } of breaches.slice(0, TOLD)) teller.detail(`${name} ${id}${why ? ` (${why})` : ''}`);
  if (breaches.length > TOLD) teller.detail(`${name} et ${breaches.length - TOLD} autres`);
}

async function lookAt(place: Place): Promise<number> {
  const verdicts: Verdict[] = [];
  for await (const verdict of look(place)) {
    teller.endProgress();
    tell(verdict);
    verdicts.push(verdict);
  }
  const broken = verdicts.filter(({ breaches }) => breaches.length > 0);
  teller.line(
    broken.length > 0
      ? `\n${plural(broken.length, 'point ne tient pas', 'points ne tiennent pas')}, sur ${verdicts.length}.`
      : `\nTout tient : ${verdicts.length} points vérifiés.`,
  );
  return broken.length > 0 ? 1 : 0;
}

export async function check({ config, values }: Asked): Promise<number | void> {
  const sample = sampleIn(values);
  const database = await openDatabase(config.databaseUrl, join(config.folder, 'habilis.sqlite'));
  try {
    if (await database.source.showMigrations())
      throw new CannotRun('La base n’est pas à jour : lancez « bin/habilis migrate », puis recommencez.');
    return await lookAt({
      em: database.reader,
      vault: await vaultOf(config),
      now: new Date(),
      sample,
      moment: MOMENT,
      progress: (done, all) => teller.progress(`${done} fichiers lus sur ${all}`),
    });
  } finally {
    await database.close();
  }
}
