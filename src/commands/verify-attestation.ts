/** Checks the file of an attestation, and says plainly what that proves and what it does not. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { FileFindings, PublishedKey, Verification } from '../attestations/index.js';
import {
  KEY_WITHDRAWN_NOTE,
  checkFile,
  codeOf,
  fileVerdicts,
  publishedKeys,
  verdicts,
  verifyCode,
} from '../attestations/index.js';
import type { Config } from '../config.js';
import { teller } from '../demo/teller.js';
import { openHouse } from '../house.js';
import { frenchDay, frenchInstant, frenchMonthName } from '../kernel/calendar.js';
import type { Printed } from '../kernel/printed.js';
import { frenchEuros } from '../kernel/money.js';
import { Refusal } from '../kernel/refusal.js';
import { anonymous } from '../rights/index.js';
import { readPrinted } from '../tools/pdf-reader.js';
import type { Asked } from './command.js';
import { WrongUse } from './command.js';

/** Nothing can be said: wrong use and unreadable files end the program alike. */
const CANNOT_TELL = 2;

/** It cannot be said whether the file is genuine; the line says why. */
class CannotTell extends Error {}

async function printedIn(path: string): Promise<Printed> {
  const bytes = await readFile(path).catch(() => {
    throw new CannotTell(`Ce fichier ne peut pas être lu : ${path}`);
  });
  return readPrinted(bytes).catch(() => {
    throw new CannotTell(
      'Ce fichier n’est pas un PDF qui se lit : il est abîmé, protégé, ou d’une autre sorte.',
    );
  });
}

async function keysIn(path: string): Promise<PublishedKey[]> {
  try {
    const { keys } = JSON.parse(await readFile(path, 'utf8')) as { keys: PublishedKey[] };
    if (keys.every(({ kid, x }) => typeof kid === 'string' && typeof x === 'string')) return keys;
  } catch {
    // Said below: whatever is wrong with it, it is to be fetched again.
  }
  throw new CannotTell(`Ce fichier n’est pas celui des clés publiées à l’adresse /verify/keys : ${path}`);
}

interface Checked extends FileFindings {
  /** What the records of this house say, where they are asked. */
  online?: Verification;
}

/** Of a key that was withdrawn, the records say what was issued: they are asked. */
const vouchedFor = (key: PublishedKey): PublishedKey =>
  key.state === 'withdrawn' ? { ...key, state: 'retired' } : key;

async function checkHere(config: Config, printed: Printed): Promise<Checked> {
  const { house, close } = await openHouse(config);
  try {
    if (await house.database.source.showMigrations())
      throw new CannotTell(
        'Pas de clés ici : donnez par --keys celles que le service publie à son adresse /verify/keys.',
      );
    const ctx = anonymous(house);
    const { keys } = await publishedKeys(ctx);
    const findings = checkFile(printed, keys.map(vouchedFor));
    if (!findings.fields) return findings;
    const code = codeOf(findings.told!);
    const online = await verifyCode(ctx, { code }, { address: '', devices: [] });
    return online.verdict === 'keyWithdrawn' ? { verdict: 'keyWithdrawn' } : { ...findings, online };
  } finally {
    await close();
  }
}

function tellSealed({ fields }: FileFindings): void {
  if (!fields) return;
  const { caf, structure, child, endOfCare } = fields;
  teller.title('Ce qui a été scellé, à comparer avec ce que vous lisez');
  teller.pairs([
    ['Numéro', `${fields.number}, version ${fields.version}`],
    ['Mois de garde', frenchMonthName(fields.month)],
    ['Total des heures', `${fields.hours} h, dont ${fields.specificHours} h spécifiques`],
    ['Montant payé', frenchEuros(fields.amountCents)],
    ['Fin de garde', endOfCare ? frenchDay(endOfCare) : 'non déclarée'],
    ['Allocataire', fields.allocataire],
    [
      'Enfant',
      child
        ? `${child.firstName} ${child.lastName}, né(e) le ${frenchDay(child.birthDate)}`
        : 'sans objet (garde à domicile)',
    ],
    ['Structure', `${structure.name}, SIRET ${structure.siret}`],
    ['Caf', `${caf.name} (${caf.code})`],
    ['Émise le', frenchInstant(fields.issuedAt)],
  ]);
}

function tellLimits({ online, address }: Checked): void {
  teller.title('Ce que cela ne prouve pas');
  if (!online)
    teller.detail(
      `Que cette version vaut encore : hors ligne, rien ne dit si elle a été remplacée ou retirée. Vérifiez-le à l’adresse officielle du service (ce fichier donne ${address}).`,
    );
  teller.detail(
    'Que la page à l’écran est celle qui a été lue : un dessin peut couvrir un texte. Ce qui fait foi est ce qui est écrit ci-dessus.',
  );
  teller.detail(
    'Que la structure a dit vrai : le sceau garantit ce qu’elle a déclaré, et que rien n’y a été changé depuis.',
  );
}

function tell(checked: Checked): void {
  const { verdict, key, difference, online } = checked;
  teller.line(fileVerdicts[verdict].says);
  if (difference)
    teller.pairs([
      ['La page dit', difference.page],
      ['Scellé', difference.sealed],
    ]);
  for (const text of checked.unsure ?? [])
    teller.line(`À comparer vous-même, d’une écriture qui ne se relit pas : ${text}`);
  if (key) teller.line(`Clé du sceau : ${key.kid}, en service depuis le ${frenchInstant(key.from)}.`);
  if (online) teller.line(`Dans nos dossiers : ${verdicts[online.verdict].title}.`);
  if (online?.keyWithdrawn) teller.line(KEY_WITHDRAWN_NOTE);
  tellSealed(checked);
  if (checked.fields) tellLimits(checked);
}

const exitOf = ({ verdict, online }: Checked): number => {
  const stands = !online || online.verdict === 'authentic';
  return stands ? fileVerdicts[verdict].exit : 1;
};

export async function verifyAttestation(asked: Asked): Promise<number> {
  const { file, keys } = asked.values;
  if (typeof file !== 'string')
    throw new WrongUse('Le fichier à vérifier est attendu, comme attestation.pdf.');
  try {
    const { from } = asked.config;
    const printed = await printedIn(resolve(from, file));
    const checked: Checked =
      typeof keys === 'string'
        ? checkFile(printed, await keysIn(resolve(from, keys)))
        : await checkHere(asked.config, printed);
    tell(checked);
    return exitOf(checked);
  } catch (error) {
    if (!(error instanceof CannotTell || error instanceof Refusal)) throw error;
    console.error(error.message);
    return CANNOT_TELL;
  }
}
