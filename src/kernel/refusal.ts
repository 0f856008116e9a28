/**
 * A refusal the caller can act upon: a stable `code` for programs, a French
 * sentence for people, and the facts behind it. Whatever else gets thrown is a
 * fault, and the outside world only learns that one happened.
 */
export class Refusal<Facts = unknown> extends Error {
  constructor(
    readonly code: string,
    sentence: string,
    readonly facts: Facts,
  ) {
    super(sentence);
    this.name = code;
  }
}

/** Declares one kind of refusal; calling the result makes one, ready to throw. */
export const refusal =
  <Facts>(code: string, sentence: (facts: Facts) => string) =>
  (facts: Facts): Refusal<Facts> =>
    new Refusal(code, sentence(facts), facts);

/**
 * The one answer for what is not there and for what this person may not see or
 * do: the two must not be told apart from outside.
 */
export const NotFound = refusal<{ what: string; id: string }>(
  'NOT_FOUND',
  ({ what }) =>
    `${what} : introuvable, ou action non ouverte à votre compte. Vérifiez l’adresse et que vous êtes bien connecté.`,
);

/** Somebody else wrote in between: what the person saw is no longer true. */
export const Overtaken = refusal<{ what: string; id: string; revision: number }>(
  'OVERTAKEN',
  ({ what }) =>
    `${what} : une autre personne a agi entre-temps. Rechargez la page, relisez, puis recommencez.`,
);

/** An argument that cannot be used as it is. */
export const BadInput = refusal<{ field: string; expected: string }>(
  'BAD_INPUT',
  ({ field, expected }) => `${field} : ${expected} attendu.`,
);
