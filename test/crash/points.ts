/** Every point of the month, from the first byte of a workbook to the last letter, at which a process may die. */

export interface Point {
  name: string;
  /** What is so, and not so yet, when it is passed. */
  why: string;
}

const step = (name: string, what: string): Point[] => [
  { name: `declaration.${name}.before`, why: `${what}: nothing is written` },
  { name: `declaration.${name}.queued`, why: `${what}: written with its jobs, and not committed` },
  { name: `declaration.${name}.after`, why: `${what}: committed, and nobody was answered` },
];

const job = (kind: string, what: string): Point[] => [
  { name: `job.${kind}.claimed`, why: `${what}: held by a worker that has done nothing` },
  { name: `job.${kind}.done`, why: `${what}: done, and the worker knows nothing of it` },
];

/** In the order of the month, as far as automata keep to one: what is in one transaction stands together. */
export const points: readonly Point[] = [
  { name: 'deposit.received', why: 'the bytes are aside, in no place of their own' },
  { name: 'deposit.kept', why: 'the file is kept, and no record names it' },
  { name: 'deposit.recorded', why: 'it is recorded, and not read' },
  ...job('deposits.read', 'reading in the place of a process that died'),
  { name: 'deposit.scanning', why: 'the antivirus is about to be asked' },
  { name: 'deposit.scanned', why: 'the antivirus has answered, and nothing says so here' },
  { name: 'deposit.begun', why: 'its reading has begun' },
  { name: 'deposit.refusing', why: 'its refusal is known, and not written' },
  { name: 'deposit.refused', why: 'its refusal is written, and its file is there' },
  { name: 'deposit.removed', why: 'its file is gone, and its line says it is there' },
  { name: 'deposit.read', why: 'its rows are in memory only' },
  { name: 'deposit.rowsWritten', why: 'its rows are written, and not committed' },
  ...step('deposit', 'the draft has its rows'),
  ...step('acceptConditions', 'conditions accepted'),
  ...step('submit', 'submitted'),
  ...job('mail.submitted', 'telling the approvers'),
  { name: 'mail.made', why: 'letters are made, and not committed' },
  ...job('mail.send', 'sending'),
  { name: 'mail.drawn', why: 'the letter is written, and nobody was handed it' },
  { name: 'mail.posted', why: 'the server has it, and nothing says so here' },
  ...step('approve', 'approved'),
  ...job('mail.sent', 'telling what was sent'),
  ...job('attestations.issue', 'attestations'),
  { name: 'attestations.numbering', why: 'numbers are taken and sealed, and not committed' },
  { name: 'attestations.numbered', why: 'numbered, and not printed' },
  { name: 'job.attestations.file.claimed', why: 'filing a lot: held by a worker that has done nothing' },
  { name: 'attestations.printed', why: 'the bytes are in memory only' },
  { name: 'file.aside', why: 'the bytes are on the disk, under no name of their own' },
  { name: 'attestations.stored', why: 'stored, and not re-read' },
  { name: 'attestations.reread', why: 're-read, and filed nowhere' },
  { name: 'attestations.filing', why: 'in the record, and not committed' },
  ...step('attest', 'all attested'),
  { name: 'attestations.filed', why: 'filed: the lot is done, and its worker knows nothing of it' },
  { name: 'job.attestations.file.done', why: 'filing a lot: done, and the worker knows nothing of it' },
  ...job('processing.decide', 'deciding'),
  ...step('close', 'processed'),
  { name: 'processing.written', why: 'decisions and cases are written, and not committed' },
  ...job('processing.notify', 'the notices of the families'),
  { name: 'notices.posted', why: 'the families have their notices, and nothing is committed' },
  ...job('mail.processed', 'telling the report'),
];
