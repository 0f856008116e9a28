/** Checking the file of an attestation without the service: its seal, the data it carries, and what its page says. */
import type { Printed } from '../../kernel/printed.js';
import type { AttestationFields } from '../fields.js';
import { digestOf } from '../fields.js';
import { attestationPages, templateVersion } from '../page.js';
import { DATA_LINK } from '../page/seal.js';
import type { Told } from './code.js';
import { readCode } from './code.js';
import type { PublishedKey } from './key.js';
import { isSignedBy, keyIdOf } from './signature.js';

// oxfmt-ignore
export const fileVerdicts = {
  genuine:      { exit: 0, says: 'Le sceau est authentique, et la page dit ce qui a été scellé.' },
  notSealed:    { exit: 2, says: 'Ce fichier ne porte pas de sceau : il n’a rien à vérifier. Ce n’est pas une attestation telle que ce service les émet.' },
  manySeals:    { exit: 1, says: 'Ce fichier porte plusieurs codes ou plusieurs pages : il a été modifié.' },
  keyUnknown:   { exit: 2, says: 'Aucune des clés données n’est celle de ce sceau. Prenez les clés publiées par le service, à l’adresse officielle et non à celle du fichier.' },
  notAuthentic: { exit: 1, says: 'Le sceau n’est pas authentique : ce numéro, cette version ou ces données n’ont pas été scellés.' },
  keyWithdrawn: { exit: 1, says: 'La clé de ce sceau a été retirée : il ne prouve rien à lui seul. Demandez au service, qui garde les attestations émises.' },
  dataAbsent:   { exit: 2, says: 'Le sceau est authentique, mais le fichier ne porte plus les données scellées : rien ne dit que la page n’a pas été modifiée.' },
  dataAltered:  { exit: 1, says: 'Les données que porte le fichier ne sont pas celles qui ont été scellées : il a été modifié.' },
  otherTemplate: { exit: 2, says: 'Le sceau et les données sont authentiques, mais ce programme ne connaît pas ce modèle de page : comparez-la vous-même.' },
  pageAltered:  { exit: 1, says: 'La page ne dit pas ce qui a été scellé : elle a été modifiée.' },
  pageCovered:  { exit: 1, says: 'La page porte une image, une note ou un formulaire qu’aucune attestation ne porte : elle a été modifiée.' },
} as const satisfies Record<string, { exit: 0 | 1 | 2; says: string }>;

export type FileVerdict = keyof typeof fileVerdicts;

export interface FileFindings {
  verdict: FileVerdict;
  /** Where its service checks it: as the file says. */
  address?: string;
  told?: Told;
  key?: PublishedKey;
  /** What was sealed, once it is sure. */
  fields?: AttestationFields;
  /** Texts that the program cannot read back from the page: to be compared by a person. */
  unsure?: string[];
  /** What the page says, and what was sealed, where they first differ. */
  difference?: { page: string; sealed: string };
}

const CODE = /^(https?:\/\/.+)\/(H1\.[^/?#]+)$/i;

/** The addresses of the file that carry a code. */
function codesIn({ links }: Printed): { verifyAddress: string; told: Told }[] {
  return links.flatMap((link) => {
    const [, verifyAddress, code] = CODE.exec(link) ?? [];
    if (!verifyAddress || !code) return [];
    try {
      return [{ verifyAddress, told: readCode(code) }];
    } catch {
      return [];
    }
  });
}

/** Far beyond what an attestation says. */
const LONGEST = 100_000;

function dataIn({ links }: Printed): AttestationFields[] {
  return links
    .filter((link) => link.startsWith(DATA_LINK) && link.length < LONGEST)
    .flatMap((link) => {
      try {
        const json = Buffer.from(link.slice(DATA_LINK.length), 'base64').toString();
        return [JSON.parse(json) as AttestationFields];
      } catch {
        return [];
      }
    });
}

const entities: Record<string, string> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
};

/** What a page says, without what layout changes: spaces, and how letters are composed. */
const bare = (text: string): string =>
  text.normalize('NFKC').replaceAll(/[\s\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');

const wordsOf = (html: string): string =>
  bare(
    html
      .slice(html.indexOf('<body>'))
      .replaceAll(/<[^>]+>/g, '')
      .replaceAll(/&([\w#]+);/g, (all, name: string) => entities[name] ?? all),
  );

/** Letters that no program reads back surely from a page: other scripts, and signs that turn or hide others. */
const UNSURE =
  /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069]/u;

/** Stands for a text that is not compared. */
const BLANK = '\ue000';

/** The texts of these fields that a person has to compare. */
function unsureIn(value: unknown): string[] {
  if (typeof value === 'string') return UNSURE.test(value) && bare(value) !== '' ? [value] : [];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(unsureIn) : [];
}

/** Of a text that is not compared, a page may show more signs than it has letters. */
const MOST_SHOWN = 400;

/** How far both go together; nothing when the page says all of it, and nothing else. */
function differsAt(page: string, sealed: string): number | undefined {
  let at = 0;
  const parts = sealed.split(BLANK);
  for (const [rank, part] of parts.entries()) {
    const found = rank === 0 ? 0 : page.slice(at, at + MOST_SHOWN + part.length).indexOf(part);
    if (found < 0 || !page.startsWith(part, at + found)) return at + commonOf(page.slice(at), part);
    at += found + part.length;
  }
  return at === page.length ? undefined : at;
}

function commonOf(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}

const AROUND = 24;

function differenceOf(page: string, sealed: string): FileFindings['difference'] | undefined {
  const at = differsAt(page, sealed);
  if (at === undefined) return undefined;
  const from = Math.max(0, at - AROUND);
  return { page: page.slice(from, at + AROUND), sealed: sealed.slice(from, at + AROUND) };
}

/** Of data that were sealed: whether the page says them, and nothing else. */
function ofPage(
  printed: Printed,
  found: Required<Pick<FileFindings, 'address' | 'told' | 'fields'>>,
): FileFindings {
  const { fields, told, address } = found;
  if (printed.extras) return { ...found, verdict: 'pageCovered' };
  if (fields.templateVersion !== templateVersion) return { ...found, verdict: 'otherTemplate' };
  const unsure = unsureIn(fields);
  const words = wordsOf(attestationPages([{ fields, seal: told, verifyAddress: address }]));
  const compared = unsure.reduce((all, each) => all.replaceAll(bare(each), BLANK), words);
  const difference = differenceOf(bare(printed.text), compared);
  if (difference) return { ...found, verdict: 'pageAltered', difference };
  return { ...found, verdict: 'genuine', unsure };
}

/** A key under the name of another would pass for it. */
const isItself = ({ kid, x }: PublishedKey): boolean => keyIdOf(x) === kid;

/** @param keys  as the service publishes them; who gives them vouches for them */
export function checkFile(printed: Printed, keys: readonly PublishedKey[]): FileFindings {
  const [code, ...others] = codesIn(printed);
  if (!code) return { verdict: 'notSealed' };
  const { told, verifyAddress: address } = code;
  if (others.length > 0 || printed.pages !== 1) return { verdict: 'manySeals', told, address };
  const key = keys.find((each) => each.kid === told.keyId && isItself(each));
  if (!key) return { verdict: 'keyUnknown', told, address };
  const found = { told, address, key };
  if (!isSignedBy(key.x, told, told)) return { ...found, verdict: 'notAuthentic' };
  if (key.state === 'withdrawn') return { ...found, verdict: 'keyWithdrawn' };
  const [fields, ...more] = dataIn(printed);
  if (!fields) return { ...found, verdict: 'dataAbsent' };
  if (more.length > 0 || digestOf(fields) !== told.digest) return { ...found, verdict: 'dataAltered' };
  return { key, ...ofPage(printed, { told, address, fields }) };
}
