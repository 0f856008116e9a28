/** A real service killed again and again, whatever it is doing, until a month of several declarations is over. */
import { setTimeout as pause } from 'node:timers/promises';
import { addMonths } from '../../src/kernel/calendar.js';
import { Attestation } from '../../src/attestations/index.js';
import { openSmtpServer } from '../mail/smtp.js';
import { rose } from '../month.js';
import { dice } from '../workbooks/damage.js';
import type { Round } from './at-points.js';
import { wrongLetters } from './letters.js';
import type { Played } from './scene.js';
import { months, openScene } from './scene.js';

const DECLARATIONS = 5;
const ROWS = 250;
/** Milliseconds between two kills. */
const SOONEST = 200;
const LATEST = 3_000;

const playedIn = (at: number): Played => {
  const month = months[at]!;
  const rows = Array.from({ length: ROWS }, (_, index) => ({
    ...rose,
    month,
    allocataire: String(4_000_001 + index),
    birthDate: `${addMonths(month, -20)}-11`,
  }));
  return { month, rows };
};

export async function killAtRandom(
  { seed, rounds }: { seed: number; rounds: number },
  told: (round: Round) => void,
): Promise<void> {
  const smtp = await openSmtpServer();
  const scene = await openScene({ SMTP_URL: smtp.url });
  const draw = dice(seed);
  const all = Array.from({ length: DECLARATIONS }, (_, at) => playedIn(at));
  const playAll = (running: ReturnType<typeof scene.serve>) =>
    Promise.all(all.map((played) => scene.play(running, played)));
  let again = 0;
  for (let kill = 0; kill < rounds; kill += 1) {
    const running = scene.serve();
    const playing = playAll(running);
    await pause(SOONEST + draw(LATEST - SOONEST));
    await running.end('SIGKILL');
    await playing;
    again += await scene.tryAgain();
  }
  const last = scene.serve();
  // The last deaths are known once their leases are over.
  for (let aside = 1; aside > 0; again += aside) {
    await playAll(last);
    aside = await scene.tryAgain();
  }
  const { code, err } = await last.end('SIGTERM');
  const wrong = code === 0 ? [] : [`it ended with ${code}: ${err}`];
  wrong.push(...(await scene.breaches()));
  const rows = await scene.database.reader.countBy(Attestation, { state: 'filed' });
  if (rows !== DECLARATIONS * ROWS) wrong.push(`${rows} attestations are filed`);
  wrong.push(...(await wrongLetters(scene, smtp, rounds)));
  told({
    name: `${rounds} kills at random, seed ${seed}: ${rows} rows in ${DECLARATIONS} declarations, ${again} jobs set aside and tried again`,
    wrong,
  });
  await scene.close();
  await smtp.close();
}
