/** The rows that were sent, and where what was made of them is found: parts of the statements of several rules. */

/** Whose automata are done with the attestations. */
export const ATTESTED = `('attested', 'processed')`;
export const PROCESSED = `('processed')`;

/** An amendment that was sent takes the attestations of the version before, one after the other. */
export const NOT_OVERTAKEN = `not exists (select 1 from declaration later
  where later.id = d.amendedById and later.state in ('sent', 'attested', 'processed'))`;

/** Of an amendment, what an unchanged row has is that of the row it was carried from. */
export const ORIGIN = 'coalesce(r.carriedFrom, r.id)';

export const declared = (states: string) => `declaration d
  join declaration_row r on r.declarationId = d.id and r.setAside = 0 and d.state in ${states}`;

/** A Caf whose own NIMS decides is handed a whole declaration, and decides it row by row. */
export const DECIDED = `(d.state = 'processed'
  or d.state = 'attested' and exists (select 1 from nims_entry other where other.declarationId = d.id))`;
