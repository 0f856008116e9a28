/** How many months of care are computed and explained in a second: run as `node dist/bench/cmg.js`. */
import { readFileSync } from 'node:fs';
import type { CmgInput } from '../src/entitlements/index.js';
import { careTypes, cmgOfMonth, households, prepareKinds } from '../src/entitlements/index.js';
import type { Entry } from '../src/parameters/check.js';
import { median } from './median.js';

const COUNT = 20_000;
const RUNS = 7;

/** The same numbers at every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A national month has the care of every kind of family; uplifts and PreParE are the exception. */
function families(): CmgInput[] {
  const roll = dice(2026);
  const rarely = (): boolean => roll(20) === 0;
  return Array.from({ length: COUNT }, () => {
    const hours = 20 + roll(160);
    return {
      month: `${2023 + roll(4)}-${two(1 + roll(12))}`,
      careType: careTypes[roll(10) < 8 ? 0 : 1 + roll(2)]!,
      household: households[roll(5) === 0 ? 1 : 0],
      childrenInCharge: 1 + roll(3),
      childBirthDate: `${2020 + roll(3)}-${two(1 + roll(12))}-${two(1 + roll(28))}`,
      incomeN2: roll(90_000),
      hours,
      specificHours: rarely() ? roll(hours) : 0,
      spendCents: hours * (500 + roll(500)),
      prepare: prepareKinds[rarely() ? 1 + roll(2) : 0]!,
      aah: rarely(),
      aeeh: rarely(),
      atypicalHoursCondition: rarely(),
    };
  });
}

const read = (name: string): Record<string, Entry> =>
  JSON.parse(readFileSync(new URL(`../src/parameters/data/${name}.json`, import.meta.url), 'utf8')) as Record<
    string,
    Entry
  >;

const scale = { ...read('cmg-ceilings'), ...read('cmg-derivation') };

const euros = (value: number): string =>
  value.toLocaleString('fr-FR', { style: 'currency', currency: 'EUR' });

/** What one would write first: dates compared as dates, the BMAF formula, money and numbers by toLocaleString. */
function plainly(input: CmgInput): { cents: number; trace: string[] } {
  const day = new Date(`${input.month}-15`);
  const at = (name: string): number =>
    scale[name]!.versions.filter(
      ({ from, to }) => new Date(`${from}-01`) <= day && (!to || new Date(`${to}-28`) >= day),
    )[0]!.value;
  const ceilings = [1, 2].map(
    (rank) =>
      at(`ceiling${rank}_${input.household}_first_child`) +
      (input.childrenInCharge - 1) * at(`ceiling${rank}_${input.household}_next_child`),
  );
  const band = input.incomeN2 <= ceilings[0]! ? 1 : input.incomeN2 <= ceilings[1]! ? 2 : 3;
  const age = new Date(input.childBirthDate!);
  age.setFullYear(age.getFullYear() + 3);
  const letter = input.careType === 'family_creche' ? 'B' : 'A';
  let amount = (at('bmaf') * at(`coefficient_${letter}_band${band}`)) / 10_000 / 1.005 / 100;
  const trace = [
    `Revenus ${euros(input.incomeN2)}, plafonds ${ceilings.map(euros).join(' et ')}`,
    `Montant ${euros(amount)}`,
  ];
  if (age < new Date(`${input.month}-01`)) amount /= 2;
  const uplifts = [
    input.household === 'single' && 0.3,
    input.aah && 0.3,
    input.aeeh && 0.3,
    input.specificHours >= 25 && 0.1,
  ];
  for (const uplift of uplifts)
    if (uplift) trace.push(`Majoration de ${uplift.toLocaleString('fr-FR', { style: 'percent' })}`);
  amount *= 1 + uplifts.reduce((sum: number, uplift) => sum + (uplift || 0), 0);
  const share = (input.spendCents / 100) * 0.85;
  trace.push(
    `85 % de ${euros(input.spendCents / 100)} : ${euros(share)}`,
    `CMG ${euros(Math.min(amount, share))}`,
  );
  return { cents: Math.round(Math.min(amount, share) * 100), trace };
}

/** By the time of the processor, its collector's included: other programs may be running. */
function perSecond(compute: (input: CmgInput) => unknown, inputs: readonly CmgInput[]): number {
  const start = process.cpuUsage();
  for (const input of inputs) compute(input);
  const { user, system } = process.cpuUsage(start);
  return (inputs.length * 1e6) / (user + system);
}

function measure(compute: (input: CmgInput) => unknown, inputs: readonly CmgInput[]): number {
  perSecond(compute, inputs);
  return median(Array.from({ length: RUNS }, () => perSecond(compute, inputs)));
}

const inputs = families();
const ours = measure(cmgOfMonth, inputs);
// A tenth of them: it is slow, and the rate is what is compared.
const theirs = measure(plainly, inputs.slice(0, COUNT / 10));
const round = (value: number): string => Math.round(value).toLocaleString('en');

console.log(
  `cmgOfMonth, with its trace:         ${round(ours)} a second and core (median of ${RUNS} runs of ${round(COUNT)})`,
);
console.log(`written plainly, with toLocaleString: ${round(theirs)} a second and core`);
console.log(`ratio: ${(ours / theirs).toFixed(1)}`);
