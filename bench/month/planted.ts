/** A month of many structures, submitted and awaiting its approvers: families, children, one in twenty unknown to the Caf. */
import { Allocataire, Child, matchingKeyOf } from '../../src/allocataires/index.js';
import { Convention, ConventionStructure } from '../../src/conventions/index.js';
import { Declaration, DeclarationRow, currentConditions } from '../../src/declarations/index.js';
import { Habilitation } from '../../src/habilitations/index.js';
import { Person, hashPassword } from '../../src/identity/index.js';
import type { Month } from '../../src/kernel/calendar.js';
import { addMonths } from '../../src/kernel/calendar.js';
import type { Database } from '../../src/kernel/database.js';
import { insertAll } from '../../src/kernel/database.js';
import { newId } from '../../src/kernel/id.js';
import { Caf, Partner, Structure } from '../../src/partners/index.js';
import { DEMO_PASSWORD } from '../../src/seed/index.js';

export interface Size {
  declarations: number;
  rows: number;
}

/** Who approves, and what: the declarations of one partner. */
export interface Approver {
  email: string;
  declarations: string[];
}

/** Structures of one partner: as many sign-ins as there are partners. */
const BY_PARTNER = 85;
/** One row in twenty goes to an adviser. */
const UNKNOWN = 20;
const SINCE = '2026-01-01T00:00:00.000Z';

const padded = (value: number, length: number): string => String(value).padStart(length, '0');

interface Partnership {
  at: number;
  month: Month;
  passwordHash: string;
}

/** One partner at one Caf of its own, with who declares and who approves. */
function partnership({ at, passwordHash }: Partnership) {
  const [caf, siren] = [padded(100 + at, 3), padded(900_000_000 + at, 9)];
  const person = (role: string) => ({
    id: newId(),
    email: `${role}.${at}@habilis.example`,
    civility: 'Madame' as const,
    firstName: 'Alix',
    lastName: role.toUpperCase(),
    passwordHash,
  });
  const convention = Object.assign(new Convention(), {
    id: newId(),
    reference: `C-${caf}-2026-0001`,
    caf,
    siren,
    partnerName: `Association ${at}`,
    partnerId: newId(),
    service: 'CMG',
    state: 'active',
    revision: 1,
    managerCivility: 'Madame',
    managerFirstName: 'Alix',
    managerLastName: 'GESTION',
    managerEmail: `gestion.${at}@habilis.example`,
    activatedOn: SINCE.slice(0, 10),
  });
  const partner = { id: convention.partnerId, siren, name: convention.partnerName };
  return {
    caf: Object.assign(new Caf(), { code: caf, name: `Caf ${caf}`, registerChecks: false }),
    partner,
    convention,
    declarant: person('declarante'),
    approver: person('approbatrice'),
  };
}

type Partnered = ReturnType<typeof partnership>;

const structureOf = ({ caf, partner }: Partnered, at: number): Structure =>
  Object.assign(new Structure(), {
    id: newId(),
    partnerId: partner.id,
    caf: caf.code,
    siret: `${partner.siren}${padded(at, 5)}`,
    name: `Micro-crèche ${at}`,
    kind: 'micro_creche',
    address: ['1 rue des Tanneurs', '49100 Angers'],
    email: `contact.${partner.siren}.${at}@habilis.example`,
    phone: '02 41 00 00 00',
  });

const declarationOf = (
  { declarant }: Partnered,
  { id: structureId, caf }: Structure,
  { month, number, rows }: { month: Month; number: number; rows: number },
): Declaration =>
  Object.assign(new Declaration(), {
    id: newId(),
    reference: `D-${caf}-${month.replace('-', '')}-${padded(number, 4)}`,
    structureId,
    caf,
    type: 'CMG_MICRO_CRECHE',
    month,
    version: 1,
    state: 'awaiting_approval',
    revision: 4,
    depositId: newId(),
    rowCount: rows,
    conditionsVersion: currentConditions.version,
    conditionsAcceptedBy: declarant.id,
    conditionsAcceptedAt: SINCE,
    preparedBy: [declarant.id],
    submittedBy: declarant.id,
    submittedAt: SINCE,
    createdAt: SINCE,
  });

/** A name is letters: figures in it are nobody's. */
const lettersOf = (at: number): string =>
  at.toString(26).replace(/./g, (sign) => String.fromCharCode(65 + Number.parseInt(sign, 26)));

function familyOf({ id: declarationId, caf, month }: Declaration, at: number, place: number) {
  const allocataireId = newId();
  const allocataire = padded(at, 7);
  const child = {
    lastName: `NOM${lettersOf(at)}`,
    firstName: `Zoé ${lettersOf(at % 89)}`,
    birthDate: `${addMonths(month, -20)}-${padded(1 + (at % 28), 2)}`,
  };
  const row = Object.assign(new DeclarationRow(), {
    id: newId(),
    declarationId,
    number: place + 3,
    month,
    allocataire,
    ...child,
    hours: 40 + (at % 120),
    specificHours: at % 5,
    amountCents: 34_000 + at,
    endOfCare: null,
    cells: {},
  });
  const family = { id: allocataireId, caf, number: allocataire, lastName: child.lastName, firstName: 'Alix' };
  return {
    row,
    family: Object.assign(new Allocataire(), {
      ...family,
      updating: false,
      cmgRequestedFrom: '2025-01',
      situation: null,
    }),
    child: Object.assign(new Child(), {
      id: newId(),
      allocataireId,
      ...child,
      aeeh: false,
      matchingKey: matchingKeyOf(child),
    }),
  };
}

const habilitationsOf = (
  { declarant, approver, partner, convention, caf }: Partnered,
  structures: Structure[],
) =>
  structures.flatMap(({ id: structureId }) => {
    const at = {
      caf: caf.code,
      partnerId: partner.id,
      structureId,
      conventionId: convention.id,
      since: SINCE,
    };
    return [
      { id: newId(), personId: declarant.id, role: 'activityProvider', declarantSlot: 1, ...at },
      { id: newId(), personId: approver.id, role: 'approver', declarantSlot: null, ...at },
    ].map((habilitation) => Object.assign(new Habilitation(), habilitation));
  });

const covered = ({ convention }: Partnered, structures: Structure[]) =>
  structures.map(({ id: structureId, siret, kind, name, address, email, phone }) =>
    Object.assign(new ConventionStructure(), {
      id: newId(),
      conventionId: convention.id,
      structureId,
      inForce: 'CMG',
      siret,
      kind,
      name,
      address,
      email,
      phone,
    }),
  );

/** Rows are shared out evenly, the first declarations taking what is left over. */
const share = ({ declarations, rows }: Size, at: number): number =>
  Math.floor(rows / declarations) + (at < rows % declarations ? 1 : 0);

/** Plants everything; answers who approves what. */
export async function plantMonth(database: Database, month: Month, size: Size): Promise<Approver[]> {
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const approvers: Approver[] = [];
  let family = 1;
  for (let first = 0; first < size.declarations; first += BY_PARTNER) {
    const it = partnership({ at: first / BY_PARTNER, month, passwordHash });
    const count = Math.min(BY_PARTNER, size.declarations - first);
    const structures = Array.from({ length: count }, (_, at) => structureOf(it, at + 1));
    const declarations = structures.map((structure, at) =>
      declarationOf(it, structure, { month, number: at + 1, rows: share(size, first + at) }),
    );
    const families = declarations.flatMap((declaration) =>
      Array.from({ length: declaration.rowCount }, (_, place) => familyOf(declaration, family++, place)),
    );
    const known = families.filter((_, at) => at % UNKNOWN !== UNKNOWN - 1);
    await database.write(async (em) => {
      await em.insert(Caf, it.caf);
      await em.insert(Partner, it.partner);
      await em.insert(Person, [it.declarant, it.approver]);
      await em.insert(Convention, it.convention);
      await insertAll(em, Structure, structures);
      await insertAll(em, ConventionStructure, covered(it, structures));
      await insertAll(em, Habilitation, habilitationsOf(it, structures));
      await insertAll(em, Declaration, declarations);
      await insertAll(
        em,
        DeclarationRow,
        families.map(({ row }) => row),
      );
      await insertAll(
        em,
        Allocataire,
        known.map((each) => each.family),
      );
      await insertAll(
        em,
        Child,
        known.map(({ child }) => child),
      );
    });
    approvers.push({ email: it.approver.email, declarations: declarations.map(({ id }) => id) });
  }
  return approvers;
}
