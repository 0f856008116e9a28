/** The columns of the data for NIMS, as a table: the file and its documentation are made from it. */
import type { Attestation } from '../attestations/index.js';
import { closesFrom } from '../allocataires/index.js';
import type { NimsEntry } from './nims-entry.js';

export interface NimsColumn {
  name: string;
  /** In English, for whoever writes the program that reads it. */
  meaning: string;
  example: string;
  value: (entry: NimsEntry, attestation: Attestation) => string | number | null;
}

const column = (name: string, meaning: string, example: string, value: NimsColumn['value']): NimsColumn => ({
  name,
  meaning,
  example,
  value,
});

// oxfmt-ignore
export const nimsColumns: readonly NimsColumn[] = [
  column('position', 'rank of the line in the feed of the Caf, from 1', '1207', ({ position }) => position),
  column('kind', '`attestation`, to be decided, or `withdrawal`: what was published under that number and version is declared no more', 'attestation', ({ kind }) => kind),
  column('caf', 'the Caf, three digits', '493', ({ caf }) => caf),
  column('number', 'number of the attestation', 'A-493-202610-000123', (_entry, { number }) => number),
  column('version', 'its version: a later one replaces those before it', '1', (_entry, { version }) => version),
  column('declaration', 'reference of the declaration', 'D-493-202610-0007', (_entry, { fields }) => fields.deposit.reference),
  column('month', 'month of care, YYYY-MM', '2026-10', (_entry, { month }) => month),
  column('siret', 'the structure, 14 digits', '99993380700011', (_entry, { fields }) => fields.structure.siret),
  column('structure_kind', 'what it is, in French', 'Micro-crèche', (_entry, { fields }) => fields.structure.kind),
  column('allocataire', '7 digits, without the key letter; leading zeros matter', '0284617', (_entry, { allocataire }) => allocataire),
  column('last_name', 'of the child; empty for home care', 'CHÂTELRIVE', (_entry, { fields }) => fields.child?.lastName ?? null),
  column('first_name', 'of the child; empty for home care', 'Ambre', (_entry, { fields }) => fields.child?.firstName ?? null),
  column('birth_date', 'of the child, YYYY-MM-DD; empty for home care', '2023-06-21', (_entry, { fields }) => fields.child?.birthDate ?? null),
  column('hours', 'whole hours, specific ones included', '120', (_entry, { fields }) => fields.hours),
  column('specific_hours', 'of which at night, on a Sunday or a public holiday', '0', (_entry, { fields }) => fields.specificHours),
  column('amount_cents', 'paid by the family, in euro cents', '104400', (_entry, { fields }) => fields.amountCents),
  column('end_of_care', 'last day of care, YYYY-MM-DD, when care has ended', '2026-10-16', (_entry, { fields }) => fields.endOfCare),
  column('right_closes_from', 'first month without right after that day, YYYY-MM', '2026-11', (_entry, { fields }) => fields.endOfCare && closesFrom(fields.endOfCare)),
  column('fields_digest', 'SHA-256 of what the attestation says, as its seal signs it', '9f2c…', (_entry, { fieldsDigest }) => fieldsDigest),
  column('filed_at', 'when the PDF was filed, UTC', '2026-11-05T08:00:00.000Z', (_entry, { filedAt }) => filedAt),
  column('published_at', 'when the line was published, UTC', '2026-11-05T08:00:01.000Z', ({ publishedAt }) => publishedAt),
];

/** What a spreadsheet takes for a formula at the start of a cell; an apostrophe too, so that the mark is told from the text. */
const MARKED = /^[=+\-@\t\r']/;

const cellOf = (value: string | number | null): string => {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = MARKED.test(value) ? `'${value}` : value;
  return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** One line of the file: `;` between cells, CRLF at its end. */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(cellOf).join(';')}\r\n`;
