/** Reads damaged copies one after another, with the code and the memory of a production child, which reads one only. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArchive } from '../../src/tools/sheet-archive.js';
import { endFor, readWorkbook, type End } from '../../src/tools/sheet-workbook.js';
import { damaged, dice, origins } from './damage.js';

export interface Told {
  copy: number;
  end: string;
  milliseconds: number;
}

async function readOne(path: string): Promise<End> {
  try {
    await readWorkbook(await openArchive(path), () => undefined);
    return { done: true };
  } catch (error) {
    return endFor(error);
  }
}

const [seed, count] = process.argv.slice(2).map(Number) as [number, number];
const folder = mkdtempSync(join(tmpdir(), 'damaged-'));
const path = join(folder, 'copy.xlsx');
const all = await origins();
for (let copy = 0; copy < count; copy += 1) {
  writeFileSync(path, damaged(all, dice(seed + copy * 7_919)));
  const from = performance.now();
  const end = await readOne(path);
  const said: Told = {
    copy,
    end: 'refused' in end ? end.refused : 'fault' in end ? 'fault' : 'rows',
    milliseconds: performance.now() - from,
  };
  await new Promise((settle) => process.send!(said, settle));
}
rmSync(folder, { recursive: true });
process.disconnect();
