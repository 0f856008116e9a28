/** Kept files of the matrix: lost, found damaged, and checks of them under way or due. */
import { FiledDocument } from '../../../src/allocataires/index.js';
import { Attestation } from '../../../src/attestations/index.js';
import { Declaration, Deposit } from '../../../src/declarations/index.js';
import type { FileKind } from '../../../src/filing/index.js';
import { DamagedFile, FileCheck } from '../../../src/filing/index.js';
import { newId } from '../../../src/kernel/id.js';
import { Outcome } from '../../../src/processing/index.js';
import type { Bench } from '../../bench.js';

const CAF = '493';
const LONG_AGO = '2025-11-05T08:00:00.000Z';

const damageOf = (kind: FileKind, subjectId: string): DamagedFile =>
  Object.assign(new DamagedFile(), {
    id: newId(),
    caf: CAF,
    kind,
    subjectId,
    key: `lost/${subjectId}`,
    digest: 'f'.repeat(64),
    flaw: 'missing' as const,
    state: kind === 'attestation' ? ('found' as const) : ('lost' as const),
    foundAt: LONG_AGO,
    settledAt: null,
    replacedBy: null,
  });

const checkOf = (extent: FileCheck['extent'], endedAt: string | null): FileCheck =>
  Object.assign(new FileCheck(), {
    id: newId(),
    caf: CAF,
    extent,
    kind: 'convention' as const,
    revision: 1,
    fromDigest: '',
    afterDigest: '',
    afterId: '',
    remaining: null,
    checked: 0,
    damaged: 0,
    beganAt: extent === 'all' ? LONG_AGO : '2026-11-05T07:59:00.000Z',
    endedAt,
    stoppedAt: null,
  });

const declarationOf = async ({ house: { database } }: Bench, month: string): Promise<string> =>
  (await database.reader.findOneByOrFail(Declaration, { caf: CAF, month })).id;

/** The workbook of a month. */
const depositOf = async (bench: Bench, month: string): Promise<Deposit> =>
  bench.house.database.reader.findOneByOrFail(Deposit, { declarationId: await declarationOf(bench, month) });

/** An attestation whose case is with the advisers, and one that nobody else is given. */
async function attested(bench: Bench): Promise<[lost: Attestation, unseen: Attestation]> {
  const { reader } = bench.house.database;
  const declarationId = await declarationOf(bench, '2026-10');
  const of = async (kind: Outcome['kind']) => {
    const { attestationId: id } = await reader.findOneByOrFail(Outcome, { declarationId, kind });
    return reader.findOneByOrFail(Attestation, { id });
  };
  return [await of('reassigned'), await of('processed')];
}

export async function keptFiles(bench: Bench) {
  const { database, vault } = bench.house;
  const [lost, unseen] = await attested(bench);
  const [gone, told] = [await depositOf(bench, '2026-06'), await depositOf(bench, '2026-08')];
  const damages = [damageOf('attestation', lost.id), damageOf('deposit', told.id)];
  const checks = [checkOf('sample', null), checkOf('all', LONG_AGO)];
  await database.write(async (em) => {
    await em.insert(DamagedFile, damages);
    await em.insert(FileCheck, checks);
  });
  const { key } = await database.reader.findOneByOrFail(FiledDocument, { attestationId: unseen.id });
  await vault.remove(key);
  await vault.remove(gone.file!);
  return {
    damageId: damages[0]!.id,
    unseenId: unseen.id,
    lostDepositId: gone.id,
    toldDepositId: told.id,
    fileCheckId: checks[0]!.id,
    dueCheckId: checks[1]!.id,
  };
}
