/** What a letter says, before it looks like anything: blocks, which are drawn as HTML and as text. */

export type Block =
  | { says: string }
  /** Facts, by name. */
  | { facts: readonly (readonly [name: string, value: string])[] }
  /** The words of a person, under their title, as they wrote them. */
  | { title: string; quotes: string }
  /** An address, and what is found there. */
  | { link: string; leadsTo: string };

export interface Content {
  /** Read in a list, by whoever passes by: never the name or the number of a family. */
  subject: string;
  title: string;
  blocks: readonly Block[];
}

/** What every letter about a declaration may say of it: nothing of a family. */
export interface About {
  reference: string;
  /** `octobre 2026` */
  month: string;
  structure: string;
  /** `Caf de Maine-et-Loire` */
  caf: string;
  declared: number;
  setAside: number;
  warnings: number;
  /** Where the service is. */
  home: string;
  /** Of an amendment: the reference of what it amends, and how many rows differ. */
  amendment?: { amends: string; added: number; changed: number; removed: number };
}

/** How a letter calls the declaration that it is about. */
export const nounOf = ({ amendment }: About): 'Déclaration' | 'Rectification' =>
  amendment ? 'Rectification' : 'Déclaration';

/** The same inside a sentence. */
export const plainNounOf = (about: About): string => nounOf(about).toLowerCase();

export const subjectOf = (what: string, { structure, month }: About): string =>
  `${what} : ${structure}, ${month}`;

export const identityOf = ({ reference, structure, month, amendment }: About): [string, string][] => [
  ['Référence', reference],
  ...(amendment ? [['Rectifie', amendment.amends] as [string, string]] : []),
  ['Structure', structure],
  ['Mois', month],
];

/** Counts that are zero are left out. */
export const countsOf = (counts: readonly (readonly [string, number])[]): [string, string][] =>
  counts.filter(([, count]) => count > 0).map(([name, count]) => [name, String(count)]);

export const rowsOf = ({ declared, setAside, warnings, amendment }: About): [string, string][] =>
  countsOf([
    ['Lignes ajoutées', amendment?.added ?? 0],
    ['Lignes modifiées', amendment?.changed ?? 0],
    ['Lignes retirées', amendment?.removed ?? 0],
    ['Lignes déclarées', declared],
    ['Lignes écartées', setAside],
    ['Alertes', warnings],
  ]);

export const openHabilis = ({ home }: Pick<About, 'home'>): Block => ({
  leadsTo: 'Ouvrir Habilis',
  link: home,
});
