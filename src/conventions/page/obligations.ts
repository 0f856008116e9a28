/** What each party undertakes, in the field's words, by service. */
import type { Service } from '../convention.js';

/** What the convention is about, after « La présente convention fixe ». */
export const purposes: Record<Service, string> = {
  CMG: 'les conditions dans lesquelles le partenaire déclare chaque mois à la Caf, par le service Habilis, les heures de garde et les sommes payées par les familles dont il accueille les enfants. Ces déclarations tiennent lieu d’attestations de garde pour le complément de libre choix du mode de garde, que les familles n’ont plus à demander une à une.',
  PSU: 'les conditions dans lesquelles le partenaire déclare à la Caf, par le service Habilis, les données d’activité et les données financières de ses établissements d’accueil du jeune enfant, dont la Caf a besoin pour calculer et verser la prestation de service unique.',
};

export const duties: Record<Service, readonly string[]> = {
  CMG: [
    'déclarer chaque mois écoulé, pour chaque enfant gardé, des heures et des montants exacts, avec le fichier de la Caf dont la présentation n’est pas modifiée ;',
    'faire relire et approuver chaque déclaration par une personne qui l’engage, avant son envoi ;',
    'signaler la fin de la garde d’un enfant dans la déclaration du mois où elle intervient ;',
  ],
  PSU: [
    'déclarer aux échéances de la Caf des données d’activité et financières exactes : prévisions, actualisations, données réelles ;',
    'faire relire et approuver chaque déclaration par une personne qui l’engage, avant son envoi ;',
    'conserver les pièces qui justifient ce qui est déclaré, et les présenter lors d’un contrôle ;',
  ],
};

export const commonDuties: readonly string[] = [
  'réserver l’accès à Habilis aux personnes habilitées, chacune avec son propre compte, et n’en prêter aucun ;',
  'faire retirer sans attendre l’habilitation d’une personne qui quitte ses fonctions ;',
  'informer la Caf de tout changement : structures, adresses, gestionnaire des habilitations.',
];

export const cafDuties: readonly string[] = [
  'ouvrir les habilitations que demande le gestionnaire désigné, après vérification, ou dire pourquoi elle les refuse ;',
  'tenir le service ouvert, et prévenir le partenaire des interruptions qu’elle connaît d’avance ;',
  'rendre compte au partenaire de ce qu’est devenue chaque déclaration ;',
  'répondre à ses questions, et corriger ce qui doit l’être.',
];

export const privacy =
  'Les données échangées concernent des familles et des enfants. Chaque partie ne s’en sert que pour l’objet de la présente convention, ne les montre qu’aux personnes dont c’est la mission, les protège, et en répond pour ce qui dépend d’elle, selon le règlement général sur la protection des données et la loi « Informatique et Libertés ». Une violation constatée est signalée sans délai à l’autre partie. Le service garde la trace des actions de chacun.';

/** @param term  its last day, as people write it; none when it has no term */
export const duration = (term: string | null): readonly string[] => [
  `La convention prend effet le jour où la Caf l’active dans Habilis, après réception de l’exemplaire signé. Le gestionnaire des habilitations en est alors informé par courrier électronique. Elle est conclue ${term ? `jusqu’au ${term}, ce jour compris` : 'sans terme'}.`,
  'Chaque partie peut la dénoncer dans Habilis, avec un motif et le dernier jour de son effet ; l’autre en est informée aussitôt. Son dernier jour compte entier ; ensuite, toutes les habilitations données par elle sont retirées. Les déclarations déjà envoyées sont traitées jusqu’au bout, et celles qui ne le sont pas ne peuvent plus l’être par ce moyen.',
  'Le gestionnaire des habilitations est remplacé en modifiant la convention, à la demande du partenaire.',
];
