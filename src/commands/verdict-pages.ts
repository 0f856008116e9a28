/** What may be found of a seal, printed from its tables. */
import { fileVerdicts, verdicts } from '../attestations/index.js';
import { page, table } from './markdown.js';

export const verdictsPage = (): string =>
  page(
    'Verdicts on an attestation',
    'What a code and a file are made of, and how any program checks them: [verification.md](verification.md).',
    '## Of a code, online (`/verify`)',
    table(
      ['verdict', 'genuine', 'title', 'sentence'],
      Object.entries(verdicts).map(([name, { genuine, title, says }]) => [
        name,
        genuine ? 'yes' : 'no',
        title,
        says,
      ]),
    ),
    '## Of a file (`bin/habilis verify-attestation`)',
    table(
      ['verdict', 'exit code', 'sentence'],
      Object.entries(fileVerdicts).map(([name, { exit, says }]) => [name, String(exit), says]),
    ),
  );
