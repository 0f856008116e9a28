/** The conditions a depositor accepts, worded once per version: an accepted wording never changes. */

export interface Conditions {
  version: string;
  text: string;
}

/** Oldest first; the last one is asked for. Source: docs/sources.md#conditions. */
export const conditions: readonly Conditions[] = [
  {
    version: '2026-1',
    text:
      'Je certifie l’exactitude des heures et des montants déclarés. La Caf vérifie l’exactitude des déclarations ' +
      '(article L. 114-19 du code de la sécurité sociale). La loi punit quiconque se rend coupable de fraude ou de ' +
      'fausse déclaration (articles L. 114-9, L. 114-17 et L. 583-3 du code de la sécurité sociale).',
  },
];

export const currentConditions = conditions.at(-1)!;
