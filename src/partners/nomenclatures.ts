/** The public nomenclatures of the directory, in French: those of Insee that a partner of a Caf may come under. */

/** Bands of the number of employees ("tranche d'effectifs salariés"), all of them. */
export const workforceBands: Readonly<Record<string, string>> = {
  NN: 'Non employeur, ou effectif inconnu',
  '00': 'Aucun salarié au 31 décembre',
  '01': '1 ou 2 salariés',
  '02': '3 à 5 salariés',
  '03': '6 à 9 salariés',
  11: '10 à 19 salariés',
  12: '20 à 49 salariés',
  21: '50 à 99 salariés',
  22: '100 à 199 salariés',
  31: '200 à 249 salariés',
  32: '250 à 499 salariés',
  41: '500 à 999 salariés',
  42: '1 000 à 1 999 salariés',
  51: '2 000 à 4 999 salariés',
  52: '5 000 à 9 999 salariés',
  53: '10 000 salariés et plus',
};

/** Legal forms ("catégories juridiques", level III). */
export const legalForms: Readonly<Record<string, string>> = {
  1000: 'Entrepreneur individuel',
  5202: 'Société en nom collectif',
  5306: 'Société en commandite simple',
  5410: 'SARL nationale',
  5415: 'SARL d’économie mixte',
  5458: 'SARL coopérative ouvrière de production (SCOP)',
  5460: 'Autre SARL coopérative',
  5498: 'SARL unipersonnelle',
  5499: 'Société à responsabilité limitée (sans autre indication)',
  5515: 'SA d’économie mixte à conseil d’administration',
  5558: 'SA coopérative ouvrière de production (SCOP) à conseil d’administration',
  5560: 'Autre SA coopérative à conseil d’administration',
  5599: 'SA à conseil d’administration (sans autre indication)',
  5699: 'SA à directoire (sans autre indication)',
  5710: 'SAS, société par actions simplifiée',
  5720: 'Société par actions simplifiée à associé unique',
  6220: 'Groupement d’intérêt économique (GIE)',
  6540: 'Société civile immobilière',
  6589: 'Société civile de moyens',
  6599: 'Autre société civile',
  7210: 'Commune et commune nouvelle',
  7220: 'Département',
  7343: 'Communauté urbaine',
  7344: 'Métropole',
  7345: 'Syndicat intercommunal à vocation multiple (SIVOM)',
  7346: 'Communauté de communes',
  7348: 'Communauté d’agglomération',
  7353: 'Syndicat intercommunal à vocation unique (SIVU)',
  7354: 'Syndicat mixte fermé',
  7355: 'Syndicat mixte ouvert',
  7361: 'Centre communal d’action sociale',
  7362: 'Caisse des écoles',
  7364: 'Établissement d’hospitalisation',
  7366: 'Établissement public local social et médico-social',
  7367: 'Centre intercommunal d’action sociale (CIAS)',
  7378: 'Régie d’une collectivité locale à caractère administratif',
  7379: 'Autre établissement public administratif local',
  7410: 'Groupement d’intérêt public (GIP)',
  8110: 'Régime général de la Sécurité sociale',
  8140: 'Mutualité sociale agricole',
  8210: 'Mutuelle',
  8290: 'Autre organisme mutualiste',
  8310: 'Comité central d’entreprise',
  8311: 'Comité d’établissement',
  9210: 'Association non déclarée',
  9220: 'Association déclarée',
  9221: 'Association déclarée d’insertion par l’économique',
  9222: 'Association intermédiaire',
  9223: 'Groupement d’employeurs',
  9230: 'Association déclarée, reconnue d’utilité publique',
  9240: 'Congrégation',
  9260: 'Association de droit local (Bas-Rhin, Haut-Rhin et Moselle)',
  9300: 'Fondation',
  9900: 'Autre personne morale de droit privé',
};

/** Activities (NAF rev. 2) around the care of children. */
export const activities: Readonly<Record<string, string>> = {
  '84.11Z': 'Administration publique générale',
  '85.10Z': 'Enseignement pré-primaire',
  '86.10Z': 'Activités hospitalières',
  '88.10A': 'Aide à domicile',
  '88.91A': 'Accueil de jeunes enfants',
  '88.91B': 'Accueil ou accompagnement sans hébergement d’enfants handicapés',
  '88.99A': 'Autre accueil ou accompagnement sans hébergement d’enfants et d’adolescents',
  '88.99B': 'Action sociale sans hébergement n.c.a.',
  '94.99Z': 'Autres organisations fonctionnant par adhésion volontaire',
  '96.09Z': 'Autres services personnels n.c.a.',
};

/** A code of a nomenclature, with its wording when the table above has it. */
export interface Coded {
  code: string;
  label: string | null;
}

export const coded = (code: string | null, nomenclature: Readonly<Record<string, string>>): Coded | null =>
  code === null ? null : { code, label: Object.hasOwn(nomenclature, code) ? nomenclature[code]! : null };
