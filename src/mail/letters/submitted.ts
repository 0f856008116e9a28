/** To those who may approve: a declaration waits for them. */
import type { About, Content } from '../content.js';
import { identityOf, nounOf, openHabilis, plainNounOf, rowsOf, subjectOf } from '../content.js';

export const submitted = (about: About): Content => ({
  subject: subjectOf(`${nounOf(about)} ${about.reference} à approuver`, about),
  title: `Une ${plainNounOf(about)} attend votre approbation`,
  blocks: [
    {
      says: `Cette ${plainNounOf(about)} de votre structure a été soumise. Elle n’est pas encore envoyée à la ${about.caf}.`,
    },
    { facts: [...identityOf(about), ...rowsOf(about)] },
    {
      says: 'Relisez-la, puis approuvez-la ou renvoyez-la avec un commentaire. L’approuver engage votre structure et l’envoie à la Caf.',
    },
    openHabilis(about),
  ],
});
