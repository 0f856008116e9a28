/** To the declarant: the approver sent the declaration to the Caf. */
import type { Instant } from '../../kernel/calendar.js';
import { frenchInstant } from '../../kernel/calendar.js';
import type { About, Content } from '../content.js';
import { identityOf, nounOf, openHabilis, plainNounOf, rowsOf, subjectOf } from '../content.js';

const following = ({ amendment }: About): string =>
  amendment
    ? 'Vous n’avez rien à faire : les attestations des lignes modifiées sont établies de nouveau et remplacent les précédentes, celles des lignes retirées ne valent plus, les autres restent. Le bilan de traitement vous est ensuite annoncé.'
    : 'Vous n’avez rien à faire : une attestation est établie pour chaque ligne déclarée, puis le bilan de traitement vous est annoncé.';

/** @param alone  whoever approved it had prepared it */
export const sent = (about: About, approvedAt: Instant, alone: boolean): Content => ({
  subject: subjectOf(`${nounOf(about)} ${about.reference} envoyée à la Caf`, about),
  title: `Votre ${plainNounOf(about)} est envoyée à la Caf`,
  blocks: [
    {
      says: `Cette ${plainNounOf(about)} a été approuvée le ${frenchInstant(approvedAt)} et envoyée à la ${about.caf}.`,
    },
    { facts: [...identityOf(about), ...rowsOf(about)] },
    ...(alone
      ? [
          {
            says: 'Elle a été approuvée par une personne qui l’avait préparée, seule habilitée alors dans la structure : la Caf en est informée.',
          },
        ]
      : []),
    { says: following(about) },
    openHabilis(about),
  ],
});
