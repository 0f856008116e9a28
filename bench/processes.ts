/** What a process and all it started have cost, as Linux counts it. */
import { readFileSync, readdirSync } from 'node:fs';

export interface Cost {
  /** Seconds of processor, of what is alive and of what was waited for. */
  processor: number;
  /** Megabytes in memory, shared pages counted once for each process. */
  megabytes: number;
}

/** Linux counts in hundredths of a second, and in pages of 4 kB. */
const TICKS = 100;
const PAGES_IN_MEGABYTE = 256;

const statOf = (pid: string): string[] => {
  try {
    // The name, in brackets, may hold spaces.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  } catch {
    return [];
  }
};

/** @param pid  of the process; what it started is found by its parents */
export function costOf(pid: number): Cost {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const stats = new Map(all.map((each) => [each, statOf(each)]));
  const isOf = (each: string): boolean => {
    if (each === String(pid)) return true;
    const parent = stats.get(each)?.[1];
    return parent !== undefined && parent !== '0' && isOf(parent);
  };
  const cost = { processor: 0, megabytes: 0 };
  for (const [each, stat] of stats) {
    if (stat.length === 0 || !isOf(each)) continue;
    const ticks = stat.slice(11, 15).reduce((total, ticks) => total + Number(ticks), 0);
    cost.processor += ticks / TICKS;
    cost.megabytes += Number(stat[21]) / PAGES_IN_MEGABYTE;
  }
  return cost;
}
