/** What a manager writes in a draft: read strictly where it is filled in, left empty where it is not. */
import { BadInput } from '../kernel/refusal.js';
import type { PersonRole, StructureRole } from '../habilitations/index.js';
import { structureRoles } from '../habilitations/index.js';
import type { Civility } from '../identity/index.js';
import { isMailbox, mailbox } from '../identity/index.js';
import { MalformedEmail, RoleNotForStructure, fieldNames } from './refusals.js';
import type { Content } from './request.js';

/** As it is typed: any role may be asked for, any text written. */
export interface Written {
  formerEmail?: string | null;
  civility?: Civility | null;
  firstName?: string | null;
  lastName?: string | null;
  email?: string | null;
  roles?: readonly PersonRole[] | null;
}

const LONGEST_NAME = 100;

function addressIn(field: 'email' | 'formerEmail', text: string | null | undefined): string | null {
  const address = mailbox(text ?? '');
  if (!address) return null;
  if (!isMailbox(address)) throw MalformedEmail({ field });
  return address;
}

function nameIn(field: 'firstName' | 'lastName', text: string | null | undefined): string | null {
  const name = (text ?? '').trim().replaceAll(/\s+/g, ' ');
  if (name.length > LONGEST_NAME)
    throw BadInput({ field: fieldNames[field], expected: `${LONGEST_NAME} caractères au plus` });
  return name || null;
}

/** Each once, in the order of the table. */
function rolesIn(asked: readonly PersonRole[]): StructureRole[] {
  const role = asked.find((one) => !(structureRoles as readonly string[]).includes(one));
  if (role) throw RoleNotForStructure({ role });
  return structureRoles.filter((one) => asked.includes(one));
}

/** @throws MALFORMED_EMAIL, ROLE_NOT_FOR_STRUCTURE, BAD_INPUT */
export const contentOf = (written: Written): Content => ({
  formerEmail: addressIn('formerEmail', written.formerEmail),
  civility: written.civility ?? null,
  firstName: nameIn('firstName', written.firstName),
  lastName: nameIn('lastName', written.lastName),
  email: addressIn('email', written.email),
  roles: rolesIn(written.roles ?? []),
});
