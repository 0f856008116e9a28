/** What an attestation says, frozen as plain data when it is numbered: the page, the seal and the proof all read this. */
import { createHash } from 'node:crypto';
import type { Day, Instant, Month } from '../kernel/calendar.js';
import type { Cents } from '../kernel/money.js';

export interface AttestationFields {
  /** `A-493-202610-000123`: the Caf, the month of care, the rank. */
  number: string;
  /** From 1; a re-issue keeps the number and takes the next version. */
  version: number;
  caf: { code: string; name: string };
  structure: {
    name: string;
    /** 14 digits. */
    siret: string;
    /** In French, as read by people: `micro-crèche`, `garde à domicile`. */
    kind: string;
    addressLines: string[];
    email: string | null;
    phone: string | null;
  };
  /** 7 digits, without the key letter. */
  allocataire: string;
  /** Null for home care, which is declared for the family. */
  child: { lastName: string; firstName: string; birthDate: Day } | null;
  month: Month;
  /** Whole hours, specific ones included. */
  hours: number;
  specificHours: number;
  amountCents: Cents;
  endOfCare: Day | null;
  declarant: string;
  approver: string;
  approvedAt: Instant;
  deposit: { reference: string; version: number };
  issuedAt: Instant;
  /** The page it was first printed with: see `page.ts`. */
  templateVersion: string;
}

/** SHA-256, in hexadecimal, of the canonical JSON of the fields. */
export const digestOf = (fields: AttestationFields): string =>
  createHash('sha256').update(canonical(fields)).digest('hex');

/** JSON without spaces, the keys of each object in order (RFC 8785). */
export const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
};
