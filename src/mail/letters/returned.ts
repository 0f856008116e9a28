/** To the declarant: the approver sent the declaration back, and says why. */
import type { About, Content } from '../content.js';
import { identityOf, nounOf, openHabilis, plainNounOf, subjectOf } from '../content.js';

/** @param comment  as the approver wrote it */
export const returned = (about: About, comment: string): Content => ({
  subject: subjectOf(`${nounOf(about)} ${about.reference} renvoyée`, about),
  title: `Une ${plainNounOf(about)} vous est renvoyée`,
  blocks: [
    {
      says: `L’approbateur vous renvoie cette ${plainNounOf(about)}. Elle n’a pas été envoyée à la ${about.caf}.`,
    },
    { facts: identityOf(about) },
    { title: 'Son commentaire', quotes: comment },
    {
      says: `Corrigez les lignes ou déposez de nouveau le fichier, puis soumettez la ${plainNounOf(about)}.`,
    },
    openHabilis(about),
  ],
});
