/** `bin/habilis test --engine galera`: a month on three nodes, one of which is killed in the middle of it and comes back. */
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { atExit } from '../at-exit.js';
import { cutAll, endAll } from '../commands/program.js';
import { startGalera } from '../private-galera.js';
import { scratch } from '../scratch.js';
import { playContests } from './contests.js';
import type { Scene } from './month.js';
import { approve, isUsed, longestGap, openScene, untilFiled, untilOver } from './month.js';

let passed = 0;
let failed = 0;

/** A fact, and what is wrong with it. */
function told(fact: string, wrong: readonly string[]): void {
  if (wrong.length === 0) passed += 1;
  else failed += 1;
  console.log(`  ${wrong.length === 0 ? '✓' : '✕'} ${fact}`);
  for (const each of wrong.slice(0, 20)) console.log(`      ${each}`);
}

const seconds = (from: number): string => ((performance.now() - from) / 1_000).toFixed(1);
const unless = (isRight: boolean, wrong: string): string[] => (isRight ? [] : [wrong]);

/** @returns how the two services ended, where not as they were asked to */
async function playMonth(scene: Scene): Promise<string[]> {
  const [one, two, three] = scene.galera.nodes;
  const services = [scene.serve([one!, two!, three!]), scene.serve([two!, three!, one!])] as const;
  const approver = scene.approvers[0]!;
  const share = (from: number, to: number) => approver.declarations.slice(from, to);
  const begun = performance.now();
  const before = await Promise.all([
    approve(services[0], approver, share(0, 3)),
    approve(services[1], approver, share(3, 6)),
  ]);
  await untilFiled(scene.database, 100);
  told('two services work at two nodes, each at the first of its own order', [
    ...before.flat(),
    ...unless(await isUsed(one!), 'the first node is not used'),
    ...unless(await isUsed(two!), 'the second node is not used'),
  ]);
  await one!.kill();
  const killed = performance.now();
  const during = await Promise.all([
    approve(services[0], approver, share(6, 8)),
    approve(services[1], approver, share(8, 10)),
  ]);
  told(`people who act while a node dies are answered, the last after ${seconds(killed)} s`, during.flat());
  const starting = performance.now();
  await one!.start();
  told(`the node that died rejoins its cluster, in ${seconds(starting)} s`, []);
  for (const until = performance.now() + 20_000; performance.now() < until && !(await isUsed(one!));)
    await pause(200);
  told('the service that used it uses it again', unless(await isUsed(one!), 'nobody uses it'));
  await untilOver(scene.database);
  const gap = await longestGap(scene.database);
  console.log(`    the month took ${seconds(begun)} s; for ${gap.toFixed(1)} s at most no work ended`);
  const ends = await Promise.all(services.map((service) => service.end('SIGTERM')));
  return ends.flatMap(({ code, err }) => unless(code === 0, `it ended with ${code}: ${err}`));
}

async function tellConflicts({ galera }: Scene): Promise<void> {
  for (const { status, at } of galera.nodes) {
    const [certification, aborts] = await Promise.all(
      ['wsrep_local_cert_failures', 'wsrep_local_bf_aborts'].map(status),
    );
    console.log(
      `    ${at}: ${certification} failures of certification, ${aborts} transactions undone by another node’s`,
    );
  }
}

async function play(): Promise<void> {
  const cancel = atExit(cutAll);
  const from = performance.now();
  const galera = await startGalera(process.env.TEST_GALERA ?? scratch());
  try {
    const size = await galera.nodes[0]!.status('wsrep_cluster_size');
    told(`three nodes are one cluster, after ${seconds(from)} s`, unless(size === '3', `of ${size}`));
    const scene = await openScene(galera);
    await playContests(galera, told);
    told('both services end as they are asked to', await playMonth(scene));
    await tellConflicts(scene);
    for (const [at, node] of galera.nodes.entries()) {
      const which = at === 0 ? 'the node that died and came back' : `node ${at + 1}`;
      told(`on ${which}: every declaration is processed, and all is whole`, await scene.wrongOn(node));
    }
    await scene.close();
  } finally {
    await endAll();
    await galera.stop();
    cancel();
  }
}

try {
  await play();
} catch (error) {
  told('it comes to its end', [String((error as Error).stack)]);
}

const counts = { numPassedTests: passed, numFailedTests: failed };
const none = { numPendingTests: 0, numTodoTests: 0, numRuntimeErrorTestSuites: 0 };
const report = process.env.TEST_REPORT;
if (report) writeFileSync(report, JSON.stringify({ ...counts, ...none }));
process.exitCode = failed > 0 ? 1 : 0;
