/** To the declarant: the approver sent the declaration to the Caf. */
import type { Instant } from '../../kernel/calendar.js';
import { frenchInstant } from '../../kernel/calendar.js';
import type { About, Content } from '../content.js';
import { identityOf, openHabilis, rowsOf, subjectOf } from '../content.js';

/** @param alone  whoever approved it had prepared it */
export const sent = (about: About, approvedAt: Instant, alone: boolean): Content => ({
  subject: subjectOf(`Déclaration ${about.reference} envoyée à la Caf`, about),
  title: 'Votre déclaration est envoyée à la Caf',
  blocks: [
    {
      says: `Cette déclaration a été approuvée le ${frenchInstant(approvedAt)} et envoyée à la ${about.caf}.`,
    },
    { facts: [...identityOf(about), ...rowsOf(about)] },
    ...(alone
      ? [
          {
            says: 'Elle a été approuvée par une personne qui l’avait préparée, seule habilitée alors dans la structure : la Caf en est informée.',
          },
        ]
      : []),
    {
      says: 'Vous n’avez rien à faire : une attestation est établie pour chaque ligne déclarée, puis le bilan de traitement vous est annoncé.',
    },
    openHabilis(about),
  ],
});
