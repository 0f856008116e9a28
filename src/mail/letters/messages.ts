/** To the other side of a conversation: something waits to be read. What it says is read after signing in. */
import type { About, Content } from '../content.js';
import { identityOf, openHabilis, subjectOf } from '../content.js';

const letter = (about: About, from: string): Content => ({
  subject: subjectOf('Un message vous attend', about),
  title: 'Un message vous attend',
  blocks: [
    { says: `${from} vous a écrit au sujet de cette déclaration.` },
    { facts: identityOf(about) },
    {
      says: 'Connectez-vous pour le lire et y répondre. Tant que vous ne l’avez pas lu, aucun autre courrier ne vous est envoyé pour cet échange.',
    },
    openHabilis(about),
  ],
});

export const messageToPartner = (about: About): Content => letter(about, `La ${about.caf}`);

export const messageToCaf = (about: About): Content => letter(about, `La structure ${about.structure}`);
