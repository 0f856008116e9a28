/** What may be broken of what is kept, one thing at a time, and which rules tell: `<row>` is the id of that row. */

/** Records of the month that is played: the row of which an adviser has a case, then one made again, then one that ended. */
export type Named =
  | 'declaration'
  | 'deposit'
  | 'row'
  | 'attestation'
  | 'number'
  | 'document'
  | 'outcome'
  | 'case'
  | 'entry'
  | 'former'
  | 'again'
  | 'damage'
  | 'end'
  | 'ended'
  | 'sure'
  | 'notice'
  | 'job'
  | 'mail'
  | 'other';

const LONG_AGO = '2026-10-01T00:00:00.000Z';

export const set = (table: string, changes: string, id: Named) =>
  `update ${table} set ${changes} where id = '<${id}>'`;

// oxfmt-ignore
export const harms: [string, string[], string[]][] = [
  // what was done                                     as                                                                     and what is broken
  ['an attestation stands no more',                    [set('attestation', "standing = 'withdrawn'", 'attestation')],         ['ROW_ATTESTED_ONCE <row>']],
  ['an attestation is filed no more',                  [set('attestation', "state = 'numbered'", 'attestation')],             ['ROW_ATTESTED_ONCE <row>', 'ATTESTATION_IN_ONE_PLACE <attestation>', 'DECISION_ON_A_FILED_ATTESTATION <outcome>', 'NIMS_SAYS_WHAT_IS <entry>', 'WORK_QUEUED <attestation> attestation numérotée']],
  ['a row is set aside after it was attested',         [set('declaration_row', 'setAside = 1', 'row')],                       ['ATTESTATION_OF_A_SENT_ROW <attestation>']],
  ['a row says other hours',                           [set('declaration_row', 'hours = hours + 1', 'row')],                  ['ATTESTATION_SAYS_ITS_ROW <attestation>', 'TOTALS_EQUAL <declaration>']],
  ['a row says one cent more',                         [set('declaration_row', 'amountCents = amountCents + 1', 'row')],      ['ATTESTATION_SAYS_ITS_ROW <attestation>', 'TOTALS_EQUAL <declaration>']],
  ['an attestation is another family’s',               [set('attestation', "allocataire = '7654321'", 'attestation')],        ['ATTESTATION_IN_ONE_PLACE <attestation>', 'DOCUMENT_OF_AN_ATTESTATION <document>', 'ATTESTATION_SAYS_ITS_ROW <attestation>']],
  ['an attestation says another digest',               [set('attestation', "fieldsDigest = 'none'", 'attestation')],          ['SEAL_HOLDS <attestation> sceau rompu']],
  ['a seal is of a key that nobody knows',             [set('attestation', "sealKeyId = 'none'", 'attestation')],             ['SEAL_HOLDS <attestation> clé inconnue']],
  ['a seal is taken away',                             [set('attestation', 'sealKeyId = null', 'attestation')],               ['SEAL_HOLDS <attestation> clé inconnue']],
  ['a document is in the record of another family',    [set('filed_document', "allocataire = '7654321'", 'document')],        ['ATTESTATION_IN_ONE_PLACE <attestation>', 'DOCUMENT_OF_AN_ATTESTATION <document>']],
  ['a document is gone',                               ["delete from filed_document where id = '<document>'"],                ['ATTESTATION_IN_ONE_PLACE <attestation>']],
  ['a document is of no attestation',                  [set('filed_document', "attestationId = 'none'", 'document')],         ['ATTESTATION_IN_ONE_PLACE <attestation>', 'DOCUMENT_OF_AN_ATTESTATION <document>']],
  ['a number was given and is nowhere',                ["update counter set value = value + 1 where series = 'A-493-202610'"], ['NUMBERS_WITHOUT_GAP A-493-202610']],
  ['a decision is gone',                               ["delete from outcome where id = '<outcome>'"],                        ['ROW_DECIDED_ONCE <attestation>', 'CASE_OF_A_REASSIGNED_ROW <case>', 'TOTALS_EQUAL <declaration>']],
  ['a decision is about no attestation',               [set('outcome', "attestationId = 'none'", 'outcome')],                 ['DECISION_ON_A_FILED_ATTESTATION <outcome>', 'TOTALS_EQUAL <declaration>']],
  ['a case is gone',                                   ["delete from reassignment where id = '<case>'"],                      ['CASE_OF_A_REASSIGNED_ROW <outcome>']],
  ['a processed row is a case too',                    [set('outcome', "kind = 'processed'", 'outcome')],                     ['CASE_OF_A_REASSIGNED_ROW <outcome>', 'NOTICE_ONCE <outcome>']],
  ['a processed declaration is sent again, unasked',   [set('declaration', "state = 'sent'", 'declaration')],                 ['DECISION_ON_A_FILED_ATTESTATION', 'WORK_QUEUED <declaration> déclaration envoyée']],
  ['an attested declaration waits, unasked',           [set('declaration', "state = 'attested'", 'declaration')],             ['WORK_QUEUED <declaration> déclaration attestée']],
  ['a declaration was given up after it was sent',     [set('declaration', "state = 'cancelled'", 'declaration')],            ['ATTESTATION_OF_A_SENT_ROW', 'DECISION_ON_A_FILED_ATTESTATION']],
  ['a letter waits, unasked',                          [set('mail', "state = 'queued'", 'mail')],                             ['WORK_QUEUED <mail> courrier']],
  ['a workbook is being read, unasked',                [set('deposit', "state = 'reading'", 'deposit')],                      ['WORK_QUEUED <deposit> dépôt']],
  ['a letter is another one',                          ["update mail set messageId = 'one' where id in ('<mail>', '<other>')"], ['MAIL_ONCE <mail>']],
  ['a job is held by a worker that died',              [set('job', `state = 'running', leaseUntil = '${LONG_AGO}'`, 'job')],  ['WORK_TAKEN_OVER <job> attestations.']],
  ['a job was due long ago',                           [set('job', `state = 'queued', runAt = '${LONG_AGO}'`, 'job')],        ['WORK_DONE_IN_TIME <job> attestations.']],
  ['a job is set aside',                               [set('job', "state = 'set_aside', lastError = 'PrinterDown'", 'job')], ['WORK_NOT_SET_ASIDE <job> attestations.issue, PrinterDown']],
  ['a version that was replaced stands again',         [set('attestation', "standing = 'current'", 'former')],                ['ROW_ATTESTED_ONCE', 'NUMBER_CURRENT_ONCE', 'VERSION_REPLACES <again>']],
  ['a version was replaced for no reason',             [set('attestation', 'endReason = null', 'former')],                    ['VERSION_REPLACES <again>', 'DAMAGED_MADE_AGAIN <damage>', 'FILED_MEANS_THERE']],
  ['an amendment is said to have replaced it',         [set('attestation', "endReason = 'amended'", 'former')],               ['VERSION_REPLACES <again>', 'DAMAGED_MADE_AGAIN <damage>', 'FILED_MEANS_THERE']],
  ['a decision is left on the former version',         ["update outcome set attestationId = '<former>' where attestationId = '<again>'"], ['DECISION_ON_THE_LAST_VERSION']],
  ['a damaged file was made again as another’s',       [set('damaged_file', "replacedBy = '<attestation>'", 'damage')],       ['DAMAGED_MADE_AGAIN <damage>']],
  ['what was made again is said to be lost',           [set('damaged_file', "state = 'lost'", 'damage')],                     ['DAMAGED_MADE_AGAIN <former>']],
  ['a damaged file waits, unasked',                    [set('damaged_file', "state = 'found'", 'damage')],                    ['DAMAGED_MADE_AGAIN <former>', 'WORK_QUEUED <damage> attestation à refaire']],
  ['one is being made again, unasked',                 [set('attestation', "state = 'numbered'", 'again')],                   ['WORK_QUEUED <again> attestation numérotée', 'ROW_ATTESTED_ONCE', 'ATTESTATION_IN_ONE_PLACE <again>', 'DECISION_ON_A_FILED', 'NIMS_SAYS_WHAT_IS', 'VERSION_REPLACES <former>', 'DAMAGED_MADE_AGAIN <damage>']],
  ['what is ready is not in the data for NIMS',        ["delete from nims_entry where id = '<entry>'"],                       ['NIMS_HOLDS_READY <attestation>', 'NIMS_IN_ORDER nims-493', 'TOTALS_EQUAL <declaration>']],
  ['an entry for NIMS is of another declaration',      [set('nims_entry', "declarationId = 'none'", 'entry')],                ['NIMS_SAYS_WHAT_IS <entry>']],
  ['an entry for NIMS is at another Caf',              [set('nims_entry', "caf = '781'", 'entry')],                           ['NIMS_SAYS_WHAT_IS <entry>', 'NIMS_IN_ORDER nims-493']],
  ['what stands is withdrawn from NIMS',               [set('nims_entry', "kind = 'withdrawal'", 'entry')],                   ['NIMS_SAYS_WHAT_IS <entry>', 'NIMS_HOLDS_READY <attestation>', 'TOTALS_EQUAL <declaration>']],
  ['a position for NIMS was given and is nowhere',     ["update counter set value = value + 1 where series = 'nims-493'"],    ['NIMS_IN_ORDER nims-493']],
  ['a later version comes first',                      ["update nims_entry set position = -position where attestationId = '<again>'", "update nims_entry set position = 4 where attestationId = '<former>'", "update nims_entry set position = 2 where attestationId = '<again>'"], ['NIMS_IN_ORDER']],
  ['what is decided waits for NIMS',                   [set('nims_entry', 'acknowledgedAt = null', 'entry')],                 ['NIMS_DECIDED_ACKNOWLEDGED <entry>']],
  ['an end of care is not on the record',              ["delete from end_of_care where id = '<end>'"],                        ['END_OF_CARE_CLOSES <ended>']],
  ['a right is closed a month late',                   [set('end_of_care', "closesFrom = '2026-12'", 'end')],                 ['END_OF_CARE_CLOSES <ended>']],
  ['a right is closed by nobody',                      [set('end_of_care', 'closesFrom = null', 'end')],                      ['END_OF_CARE_CLOSES <ended>']],
  ['an end of care is another child’s',                [set('end_of_care', "birthDate = '2024-01-01'", 'end')],               ['END_OF_CARE_CLOSES <ended>']],
  ['an end of care was never declared',                [set('declaration_row', 'endOfCare = null', 'ended')],                 ['END_OF_CARE_CLOSES <ended>']],
  ['in doubt, a right is closed',                      [set('end_of_care', "rowId = '<row>'", 'end'), set('declaration_row', "endOfCare = '2026-10-16'", 'row')], ['END_OF_CARE_CLOSES']],
  ['an end of care is of a row that nobody decided',   [set('end_of_care', "rowId = 'none'", 'end')],                         ['END_OF_CARE_CLOSES <ended>', 'END_OF_CARE_TAKEN_BACK <end>']],
  ['a family is told nothing',                         ["delete from family_notice where id = '<notice>'"],                   ['NOTICE_ONCE <sure>']],
  ['in doubt, a family is told',                       [set('outcome', "evidence = replace(evidence, 'ALL_SAME', 'TWINS'), kind = 'reassigned'", 'sure')], ['NOTICE_ONCE <sure>', 'CASE_OF_A_REASSIGNED_ROW <sure>', 'END_OF_CARE_CLOSES <ended>']],
  ['another family is told',                           [set('family_notice', "allocataire = '7654321'", 'notice')],           ['NOTICE_OF_ITS_FAMILY <notice>']],
  ['the end of the journal is another',                ["update journal_head set sequence = sequence + 1 where chain = '493'"], ['JOURNAL_WHOLE 493/']],
];
