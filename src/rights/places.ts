/** Sentences of the table of rights, and the places where they hold. */

/** Where a role is held, and by whom. */
export interface Place {
  caf: string;
  partnerId: string | null;
  structureId: string | null;
  conventionId: string | null;
  self: string;
}

/** A sentence: the role may do these things to such records, where these columns have these values. */
export interface Sentence {
  may: readonly string[];
  what: new () => object;
  where: (place: Place) => Record<string, unknown>;
}

export const here = ({ structureId }: Place) => ({ structureId });
export const thisStructure = ({ structureId }: Place) => ({ id: structureId });
export const itsPartner = ({ partnerId }: Place) => ({ id: partnerId });
export const ofPartner = ({ partnerId }: Place) => ({ partnerId });
export const thisConvention = ({ conventionId }: Place) => ({ id: conventionId });
export const partnerAtCaf = ({ caf, partnerId }: Place) => ({ caf, partnerId });
export const atCaf = ({ caf }: Place) => ({ caf });
export const thisCaf = ({ caf }: Place) => ({ code: caf });
export const mine = ({ caf, self }: Place) => ({ caf, claimedBy: self });

/** What an adviser sees of a declaration begins when it is sent: a draft is the structure's own. */
export const sent = { $in: ['sent', 'attested', 'processed'] };
export const received = ({ caf }: Place) => ({ caf, state: sent });
export const receivedFrom = ({ structureId }: Place) => ({ structureId, state: sent });

/** A draft is the manager's own: the Caf sees a request once it is sent. */
export const asked = ({ caf }: Place) => ({ caf, state: { $ne: 'draft' } });

/** What a Caf has of its own, which is no partner's. */
export const cafAlone = ({ caf }: Place) => ({ caf, partnerId: null });

export const itself = ({ self }: Place) => ({ id: self });
