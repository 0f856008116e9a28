/** What is printed by each way that is measured: families of nobody, each with its attestation and its seal. */
import type { AttestationFields } from '../../src/attestations/index.js';
import { templateVersion } from '../../src/attestations/page.js';
import type { Sheet } from '../../src/attestations/page/seal.js';
import { pairOf, sealWith, sealedOf } from '../../src/attestations/seal/signature.js';

const pair = pairOf(Buffer.alloc(32, 7).toString('base64url'));

const fieldsOf = (at: number): AttestationFields => ({
  number: `A-493-202610-${String(at + 1).padStart(6, '0')}`,
  version: 1,
  caf: { code: '493', name: 'Caf de Maine-et-Loire' },
  structure: {
    name: 'Micro-crèche Pirouette',
    siret: '99993380700011',
    kind: 'micro-crèche',
    addressLines: ['14 rue des Tanneurs', '49100 Angers'],
    email: 'contact@pirouette.example',
    phone: '02 41 00 00 11',
  },
  allocataire: String(1_000_000 + at),
  child: { lastName: `NOM${at % 977}É`, firstName: `Zoé ${at % 89}`, birthDate: '2024-02-29' },
  month: '2026-10',
  hours: 40 + (at % 120),
  specificHours: at % 5,
  amountCents: 34_000 + at,
  endOfCare: null,
  declarant: 'Madame Camille DURAND',
  approver: 'Madame Nadia FERRAND',
  approvedAt: '2026-11-05T08:00:00.000Z',
  deposit: { reference: 'D-493-202610-0007', version: 1 },
  issuedAt: '2026-11-05T09:12:00.000Z',
  templateVersion,
});

export const sheets = (count: number, first = 0): Sheet[] =>
  Array.from({ length: count }, (_, at) => {
    const fields = fieldsOf(first + at);
    return {
      fields,
      seal: sealWith(pair, sealedOf(fields)),
      verifyAddress: 'https://habilis.example/verify',
    };
  });
