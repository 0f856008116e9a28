/** One example of each letter, as docs/mails.md prints them. */
import type { About, AboutConvention, AboutRequest, AboutToken, Content, MailKind } from '../mail/index.js';
import {
  activation,
  conventionActivated,
  conventionEnded,
  conventionPrepared,
  conventionReceived,
  conventionRefused,
  conventionRequested,
  conventionReturned,
  conventionSentBack,
  conventionSigned,
  conventionWithdrawn,
  documentAddress,
  habilitated,
  passwordChanged,
  processed,
  recoveryCodeUsed,
  removalDone,
  removed,
  reportAddress,
  requestAccepted,
  requestRefused,
  requested,
  reset,
  returned,
  secondFactorOff,
  secondFactorOn,
  sent,
  submitted,
  tokenExpired,
  tokenExpiring,
} from '../mail/index.js';

export const about: About = {
  reference: 'D-493-202610-0007',
  month: 'octobre 2026',
  structure: 'Micro-crèche Pirouette',
  caf: 'Caf de Maine-et-Loire',
  declared: 8,
  setAside: 1,
  warnings: 2,
  home: 'https://habilis.caf.example',
};

const aboutToken: AboutToken = {
  name: 'Crèches en ligne',
  partner: 'Association Pirouette',
  caf: about.caf,
  structures: 1,
  expiresAt: '2026-12-05T08:00:00.000Z',
  lastUsedAt: '2026-11-04T17:12:00.000Z',
  home: about.home,
};

const aboutConvention: AboutConvention = {
  reference: 'C-493-2026-0001',
  service: 'CMG',
  partner: 'Association Pirouette',
  caf: about.caf,
  home: about.home,
};

const aboutRequest: AboutRequest = {
  reference: 'H-493-2026-0012',
  kind: 'Ajout d’une personne',
  structure: about.structure,
  caf: about.caf,
  home: about.home,
};

export const letterExamples: Record<MailKind, Content> = {
  submitted: submitted(about),
  returned: returned(about, 'Vérifiez les heures de la ligne 4.'),
  sent: sent(about, '2026-11-05T08:00:00.000Z', false),
  processed: processed(
    about,
    { processed: 6, reassigned: 2, closed: 0, pending: 0, set_aside: 1 },
    reportAddress(about.home, '0192f3c1'),
  ),
  activation: activation(`${about.home}/activation#…`, '2026-11-12T08:00:00.000Z'),
  passwordChanged: passwordChanged(about.home, '2026-11-05T08:00:00.000Z'),
  secondFactorOn: secondFactorOn(about.home, '2026-11-05T08:00:00.000Z'),
  secondFactorOff: secondFactorOff(about.home, '2026-11-05T08:00:00.000Z'),
  recoveryCodeUsed: recoveryCodeUsed(about.home, '2026-11-05T08:00:00.000Z', 9),
  conventionReceived: conventionReceived(aboutConvention),
  conventionRequested: conventionRequested(aboutConvention),
  conventionReturned: conventionReturned(
    aboutConvention,
    'Le SIRET de la deuxième structure est à vérifier.',
  ),
  conventionPrepared: conventionPrepared(aboutConvention, documentAddress(about.home, '0192f3c1')),
  conventionSigned: conventionSigned(aboutConvention),
  conventionSentBack: conventionSentBack(aboutConvention, 'Il manque la dernière page.'),
  conventionActivated: conventionActivated(aboutConvention),
  conventionRefused: conventionRefused(aboutConvention, 'La structure dépend d’une autre Caf.'),
  conventionWithdrawn: conventionWithdrawn(aboutConvention),
  conventionEnded: conventionEnded(aboutConvention),
  reset: reset(`${about.home}/mot-de-passe#…`, '2026-11-05T09:00:00.000Z'),
  tokenExpiring: tokenExpiring(aboutToken),
  tokenExpired: tokenExpired(aboutToken),
  requested: requested(aboutRequest),
  removalDone: removalDone({ ...aboutRequest, kind: 'Retrait d’une personne' }),
  requestAccepted: requestAccepted(aboutRequest, 'Monsieur Luc Martin'),
  requestRefused: requestRefused(aboutRequest, 'La fiche de poste manque.'),
  habilitated: habilitated(aboutRequest, ['activityProvider', 'approver']),
  removed: removed(aboutRequest),
};
