/** The demonstration's world: invented people, structures and families, around real-looking deposits. */
import type { FamilySituation } from '../allocataires/index.js';
import type { Day, Month } from '../kernel/calendar.js';
import type { PersonRole } from '../habilitations/index.js';
import type { Civility } from '../identity/index.js';
import type { StructureKind } from '../partners/index.js';

export const cafs = [
  { code: '493', name: 'Caf de Maine-et-Loire' },
  { code: '781', name: 'Caf des Yvelines' },
];

export interface SeedStructure {
  siret: string;
  caf: string;
  kind: StructureKind;
  name: string;
  partner: string;
  address: string[];
  email: string;
  phone: string;
}

const eaje = (siret: string, name: string, partner: string, town: string): SeedStructure => ({
  siret,
  caf: '781',
  kind: 'eaje',
  name,
  partner,
  address: ['1 rue de la Mairie', town],
  email: `creche-${siret.slice(-5)}@eaje.example`,
  phone: '01 30 00 00 00',
});

const MONTCLAIR = 'Ville de Montclair';
const ROCHEFEUILLE = 'Ville de Rochefeuille';
const FARANDOLE = 'Association La Farandole';

/** Structures of one partner share its SIREN, the first nine digits of their SIRETs. */
export const structures: readonly SeedStructure[] = [
  {
    siret: '99993380700011',
    caf: '493',
    kind: 'micro_creche',
    name: 'Micro-crèche Pirouette',
    partner: 'Association Pirouette',
    address: ['14 rue des Tanneurs', '49100 Angers'],
    email: 'contact@pirouette.example',
    phone: '02 41 00 00 11',
  },
  {
    siret: '99994716100017',
    caf: '493',
    kind: 'home_care',
    name: 'Nounou Services',
    partner: 'Nounou Services SAS',
    address: ['3 place du Ralliement', '49000 Angers'],
    email: 'contact@nounou-services.example',
    phone: '02 41 00 00 17',
  },
  {
    siret: '99992147100010',
    caf: '493',
    kind: 'micro_creche',
    name: 'Micro-crèche Les Lucioles',
    partner: 'Association Les Lucioles',
    address: ['8 chemin du Moulin', '49400 Saumur'],
    email: 'contact@lucioles.example',
    phone: '02 41 00 00 10',
  },
  {
    siret: '99995052000018',
    caf: '781',
    kind: 'micro_creche',
    name: 'Micro-crèche Les Coquelicots',
    partner: 'Les Coquelicots SARL',
    address: ['22 avenue de Saint-Cloud', '78000 Versailles'],
    email: 'contact@coquelicots.example',
    phone: '01 39 00 00 18',
  },
  // The three example organisations of the portal (docs/sources.md#the-three-organisations).
  eaje('99996110500015', 'Crèche des Acacias', MONTCLAIR, '78100 Montclair'),
  eaje('99996110500023', 'Crèche des Bouleaux', MONTCLAIR, '78100 Montclair'),
  eaje('99996110500031', 'Crèche des Cerisiers', MONTCLAIR, '78100 Montclair'),
  eaje('99996220200019', 'Halte-garderie du Lac', ROCHEFEUILLE, '78120 Rochefeuille'),
  eaje('99996220200027', 'Multi-accueil du Moulin', ROCHEFEUILLE, '78120 Rochefeuille'),
  eaje('99996220200035', 'Multi-accueil du Parc', ROCHEFEUILLE, '78120 Rochefeuille'),
  eaje('99996330900011', 'Multi-accueil La Farandole', FARANDOLE, '78130 Les Aulnes'),
];

export interface SeedPerson {
  email: string;
  civility: Civility;
  firstName: string;
  lastName: string;
  roles: readonly PersonRole[];
  /** The SIRETs of the structures, or the code of a Caf. */
  at: readonly string[];
}

const siretOf = (name: string): string => structures.find((structure) => structure.name === name)!.siret;
const siretsOf = (partner: string): string[] =>
  structures.filter((structure) => structure.partner === partner).map(({ siret }) => siret);

const pirouette = siretOf('Micro-crèche Pirouette');
const nounou = siretOf('Nounou Services');
const lucioles = siretOf('Micro-crèche Les Lucioles');
const coquelicots = siretOf('Micro-crèche Les Coquelicots');

const person = (
  email: string,
  civility: SeedPerson['civility'],
  firstName: string,
  lastName: string,
  roles: SeedPerson['roles'],
  ...at: string[]
): SeedPerson => ({ email, civility, firstName, lastName, roles, at });

/** In each organisation, who does what: read beside docs/sources.md#the-three-organisations. */
// oxfmt-ignore
const organisations: readonly SeedPerson[] = [
  person('anne.acher@montclair.example',   'Madame',   'Anne',   'Acher',   ['activityProvider'],  siretOf('Crèche des Acacias')),
  person('boris.bonnet@montclair.example', 'Monsieur', 'Boris',  'Bonnet',  ['activityProvider'],  siretOf('Crèche des Bouleaux')),
  person('cecile.colas@montclair.example', 'Madame',   'Cécile', 'Colas',   ['activityProvider'],  siretOf('Crèche des Cerisiers')),
  person('denis.drouet@montclair.example', 'Monsieur', 'Denis',  'Drouet',  ['financialProvider'], ...siretsOf(MONTCLAIR)),
  person('edith.evrard@montclair.example', 'Madame',   'Édith',  'Evrard',  ['approver'],          ...siretsOf(MONTCLAIR)),
  person('fanny.ferry@rochefeuille.example', 'Madame', 'Fanny',  'Ferry',   ['activityProvider', 'financialProvider'], ...siretsOf(ROCHEFEUILLE)),
  person('gilles.gros@rochefeuille.example', 'Monsieur', 'Gilles', 'Gros',  ['approver'],          ...siretsOf(ROCHEFEUILLE)),
  person('helene.huet@farandole.example',  'Madame',   'Hélène', 'Huet',    ['activityProvider', 'financialProvider', 'approver'], ...siretsOf(FARANDOLE)),
];

/** Of the partners whose manager plays no other part in the demonstration. */
// oxfmt-ignore
const managers: readonly SeedPerson[] = [
  person('irene.jacob@nounou-services.example', 'Madame',   'Irène', 'Jacob',   ['habilitationManager'], nounou),
  person('karl.leroy@coquelicots.example',      'Monsieur', 'Karl',  'Leroy',   ['habilitationManager'], coquelicots),
  person('lucie.martel@montclair.example',      'Madame',   'Lucie', 'Martel',  ['habilitationManager'], siretOf('Crèche des Acacias')),
  person('michel.noel@rochefeuille.example',    'Monsieur', 'Michel', 'Noël',   ['habilitationManager'], siretOf('Halte-garderie du Lac')),
  person('odile.perrin@farandole.example',      'Madame',   'Odile', 'Perrin',  ['habilitationManager'], siretOf('Multi-accueil La Farandole')),
];

export const people: readonly SeedPerson[] = [
  person('camille.durand@pirouette.example', 'Madame', 'Camille', 'Durand', ['activityProvider'], pirouette),
  person('nadia.ferrand@pirouette.example', 'Madame', 'Nadia', 'Ferrand', ['approver'], pirouette),
  person('bruno.castel@pirouette.example', 'Monsieur', 'Bruno', 'Castel', ['approver'], pirouette),
  person('sylvie.moreau@pirouette.example', 'Madame', 'Sylvie', 'Moreau', ['financialProvider'], pirouette),
  person('marc.aubry@pirouette.example', 'Monsieur', 'Marc', 'Aubry', ['habilitationManager'], pirouette),
  person('hugo.lenoir@nounou-services.example', 'Monsieur', 'Hugo', 'Lenoir', ['activityProvider'], nounou),
  person('ines.caradec@nounou-services.example', 'Madame', 'Inès', 'Caradec', ['approver'], nounou),
  person(
    'paul.girard@lucioles.example',
    'Monsieur',
    'Paul',
    'Girard',
    ['activityProvider', 'financialProvider', 'approver'],
    lucioles,
  ),
  person(
    'julie.roux@coquelicots.example',
    'Madame',
    'Julie',
    'Roux',
    ['activityProvider', 'financialProvider', 'approver'],
    coquelicots,
  ),
  person('claire.fontaine@caf493.example', 'Madame', 'Claire', 'Fontaine', ['adviser'], '493'),
  person('yanis.haddad@caf493.example', 'Monsieur', 'Yanis', 'Haddad', ['adviser'], '493'),
  person('omar.lefevre@caf781.example', 'Monsieur', 'Omar', 'Lefèvre', ['adviser'], '781'),
  person('agnes.bonneau@caf493.example', 'Madame', 'Agnès', 'Bonneau', ['supervisor'], '493'),
  person('remi.colin@caf781.example', 'Monsieur', 'Rémi', 'Colin', ['supervisor'], '781'),
  person('lea.garnier@caf493.example', 'Madame', 'Léa', 'Garnier', ['conventionOfficer'], '493'),
  person('sacha.vidal@caf493.example', 'Madame', 'Sacha', 'Vidal', ['technicalAdministrator'], '493'),
  person('tom.pasquier@caf781.example', 'Monsieur', 'Tom', 'Pasquier', ['conventionOfficer'], '781'),
  person('nina.lucas@lucioles.example', 'Madame', 'Nina', 'Lucas', ['habilitationManager'], lucioles),
  ...managers,
  ...organisations,
];

export interface SeedAllocataire {
  number: string;
  lastName: string;
  firstName: string;
  updating?: boolean;
  /** Absent: known since January 2025. Null: no request. */
  cmgRequestedFrom?: Month | null;
  situation?: FamilySituation;
  children?: readonly [lastName: string, firstName: string, birthDate: Day][];
}

const family = (
  household: FamilySituation['household'],
  childrenInCharge: number,
  income: number,
): FamilySituation => ({
  household,
  childrenInCharge,
  incomes: { 2024: income },
  aah: false,
  prepare: 'none',
  atypicalHours: false,
});

/** The records of the Caf de Maine-et-Loire. One number of the demonstration, 0912377, is not among them. */
export const allocataires: readonly SeedAllocataire[] = [
  {
    number: '3521874',
    lastName: 'GALINDRAC',
    firstName: 'Ophélie',
    situation: family('single', 2, 21_400),
    children: [
      ['GALINDRAC', 'Rose', '2022-04-02'],
      ['GALINDRAC', 'Nino', '2024-12-19'],
    ],
  },
  {
    number: '3118365',
    lastName: 'HUREPOIX-DELAUNOIR',
    firstName: 'Gaspard',
    situation: family('couple', 2, 46_800),
    children: [
      ['HUREPOIX DELAUNOIR', 'Elise', '2023-07-25'],
      ['HUREPOIX DELAUNOIR', 'Adam', '2026-03-11'],
    ],
  },
  {
    number: '2840091',
    lastName: 'IMBERCOURT',
    firstName: 'Aude',
    children: [['IMBERCOURT', 'Léonie', '2024-10-05']],
  },
  {
    number: '3699120',
    lastName: 'JOUVENCEAU',
    firstName: 'Karim',
    situation: family('couple', 1, 61_200),
    children: [['JOUVENCEAU', 'Sohan', '2025-08-28']],
  },
  {
    number: '3780456',
    lastName: 'KERVELLEC',
    firstName: 'Maëlle',
    situation: family('couple', 2, 38_900),
    children: [
      ['KERVELLEC', 'Malo', '2025-01-15'],
      ['KERVELLEC', 'Enora', '2025-01-15'],
    ],
  },
  {
    number: '3047215',
    lastName: 'AUBREVAL',
    firstName: 'Denis',
    situation: family('couple', 1, 24_333),
    children: [['AUBREVAL', 'Jeanne', '2024-02-14']],
  },
  {
    number: '3158802',
    lastName: 'BOISGIRAUD',
    firstName: 'Lise',
    children: [['BOISGIRAUD', 'Marius', '2025-09-03']],
  },
  {
    number: '0284617',
    lastName: 'CHÂTELRIVE',
    firstName: 'Noé',
    children: [['CHATELRIVE', 'Ambre', '2023-06-21']],
  },
  {
    number: '3310479',
    lastName: "D'ESTIENVILLE",
    firstName: 'Rosalie',
    children: [["D'ESTIENVILLE", 'Louis-Marie', '2024-11-30']],
  },
  {
    number: '2996143',
    lastName: 'ÉPERNOTTE',
    firstName: 'Samir',
    children: [['EPERNOTTE', 'Yasmine', '2025-01-18']],
  },
  {
    number: '3402256',
    lastName: 'FAUCONNERAY',
    firstName: 'Elsa',
    children: [['FAUCONNERAY', 'Timéo', '2026-05-17']],
  },
  { number: '3275540', lastName: 'MARSOULAN', firstName: 'Iris', updating: true },
  {
    number: '0410933',
    lastName: 'NAUDILHAC',
    firstName: 'Victor',
    situation: { ...family('couple', 1, 52_300), atypicalHours: true },
    children: [['NAUDILHAC', 'Ulysse', '2024-08-30']],
  },
  { number: '3588216', lastName: 'ORVALIÈRE', firstName: 'Jade', cmgRequestedFrom: null },
  { number: '3344708', lastName: 'PENHOËT', firstName: 'Loïc' },
];
