/** To the declarant and the approver: what became of the rows, and where the report is. */
import type { Fate } from '../../processing/index.js';
import { fateNames, fates } from '../../processing/index.js';
import type { About, Content } from '../content.js';
import { countsOf, identityOf, nounOf, plainNounOf, subjectOf } from '../content.js';

const following = (reassigned: number): string =>
  reassigned > 0
    ? 'Ce qui est confié à un gestionnaire est repris par une personne de la Caf : vous n’avez rien à faire. Le bilan dit pourquoi, ligne par ligne.'
    : 'Vous n’avez rien à faire. Le bilan dit ce qu’est devenue chaque ligne.';

/** @param report  the address of the report, for whoever may read the declaration */
export const processed = (about: About, counts: Record<Fate, number>, report: string): Content => ({
  subject: subjectOf(`${nounOf(about)} ${about.reference} traitée`, about),
  title: `Votre ${plainNounOf(about)} est traitée`,
  blocks: [
    { says: `La ${about.caf} a traité cette ${plainNounOf(about)}. Voici ce que sont devenues ses lignes.` },
    { facts: [...identityOf(about), ...countsOf(fates.map((fate) => [fateNames[fate], counts[fate]]))] },
    { says: following(counts.reassigned) },
    { leadsTo: 'Bilan de traitement (PDF), après connexion', link: `${report}.pdf` },
    { leadsTo: 'Le même, en classeur Excel', link: report },
  ],
});
