/** A partner that nobody knows yet when the demonstration begins: its structures and its people, all invented. */

const person = (civility: 'MADAME' | 'MONSIEUR', firstName: string, lastName: string, name: string) => ({
  civility,
  firstName,
  lastName,
  email: `${name}@hirondelles.example`,
});

const structure = (siret: string, name: string, ...address: string[]) => ({
  siret,
  kind: 'MICRO_CRECHE',
  name,
  address,
  email: 'contact@hirondelles.example',
  phone: '02 41 00 00 61',
});

export const hirondelles = {
  caf: '493',
  partner: 'Association Les Hirondelles',
  structures: [
    structure('99998440400015', 'Micro-crèche Les Hirondelles', '3 place du Lavoir', '49000 Angers'),
    structure('99998440400023', 'Micro-crèche Le Nid', '18 rue des Ardoisiers', '49800 Trélazé'),
  ],
  applicant: person('MADAME', 'Élise', 'Marchand', 'elise.marchand'),
  manager: person('MADAME', 'Jeanne', 'Robert', 'jeanne.robert'),
  nextManager: person('MONSIEUR', 'Karim', 'Benali', 'karim.benali'),
  declarant: person('MONSIEUR', 'Théo', 'Lambert', 'theo.lambert'),
  approver: person('MADAME', 'Alice', 'Bernard', 'alice.bernard'),
} as const;

/** As a letter or a person at a screen would name them. */
export const nameOf = ({ firstName, lastName }: { firstName: string; lastName: string }): string =>
  `${firstName} ${lastName}`;
