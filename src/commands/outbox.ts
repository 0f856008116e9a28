/** Reads the outbox: the letters written where no SMTP server carries them. */
import { join } from 'node:path';
import { teller } from '../demo/teller.js';
import { frenchInstant } from '../kernel/calendar.js';
import type { KeptLetter } from '../tools/outbox.js';
import { readOutbox } from '../tools/outbox.js';
import type { Asked, Values } from './command.js';
import { WrongUse } from './command.js';

/** A terminal obeys some signs: what a person wrote reaches it without them. */
const harmless = (text: string): string => text.replaceAll(/[^\P{Cc}\n]/gu, '');

const show = ({ at, to, subject, text }: KeptLetter): void => {
  teller.line(
    harmless([`À : ${to}`, `Le : ${frenchInstant(at)}`, `Objet : ${subject}`, '', text.trim()].join('\n')),
  );
};

function list(letters: readonly KeptLetter[]): void {
  const width = String(letters.length).length;
  for (const [index, { at, to, subject }] of letters.entries()) {
    teller.line(harmless(`${String(index + 1).padStart(width)}  ${frenchInstant(at)}  ${to}  ${subject}`));
  }
}

/** The letter that was asked for; nothing when all are. */
function chosen(letters: readonly KeptLetter[], { last, show: number }: Values): KeptLetter | undefined {
  if (last) return letters.at(-1);
  if (number === undefined) return undefined;
  const letter = /^\d+$/.test(String(number)) ? letters[Number(number) - 1] : undefined;
  if (!letter) throw new WrongUse(`--show : un nombre de 1 à ${letters.length} attendu.`);
  return letter;
}

export async function outbox({ config, values }: Asked): Promise<number | void> {
  const letters = await readOutbox(join(config.folder, 'outbox'));
  if (letters.length === 0) {
    teller.line(
      config.smtpUrl
        ? 'Aucune lettre ici : elles partent par SMTP_URL.'
        : 'Aucune lettre dans la boîte d’envoi.',
    );
    return;
  }
  const one = chosen(letters, values);
  if (one) show(one);
  else list(letters);
}
