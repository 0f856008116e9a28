/** What may be found of a seal, and how it is told to whoever holds the document. */

export interface VerdictKind {
  /** Whether the document is one of ours, as it was issued. */
  genuine: boolean;
  /** In French: what is found. */
  title: string;
  /** In French: what it means, and what to do. */
  says: string;
}

// oxfmt-ignore
export const verdicts = {
  authentic: {
    genuine: true,
    title: 'Attestation authentique et en vigueur',
    says: 'Ce code est celui d’une attestation émise par ce service, et aucune version ne l’a remplacée. Comparez ce qui suit avec votre document.',
  },
  replaced: {
    genuine: true,
    title: 'Attestation authentique, mais remplacée',
    says: 'Ce code est celui d’une attestation émise par ce service, qu’une version suivante a remplacée. Demandez la version en vigueur.',
  },
  withdrawn: {
    genuine: true,
    title: 'Attestation authentique, mais retirée',
    says: 'Ce code est celui d’une attestation émise par ce service, puis retirée : cette garde n’est plus déclarée. Elle ne vaut plus rien.',
  },
  notKept: {
    genuine: true,
    title: 'Attestation authentique, qui n’est plus dans nos dossiers',
    says: 'Ce code a été scellé par ce service. L’attestation n’est plus gardée : on ne peut dire si une autre version l’a remplacée.',
  },
  notAuthentic: {
    genuine: false,
    title: 'Ce code n’est pas authentique',
    says: 'Ce service n’a émis aucune attestation qui porte ce code. Ne vous fiez pas au document, et signalez-le à la Caf.',
  },
  contradicted: {
    genuine: false,
    title: 'Ce code n’est pas authentique',
    says: 'Nos dossiers disent autre chose sous ce numéro et cette version. Ne vous fiez pas au document, et signalez-le à la Caf.',
  },
  keyWithdrawn: {
    genuine: false,
    title: 'La clé de ce sceau a été retirée',
    says: 'Cette clé n’est plus digne de confiance, et nos dossiers ne confirment pas ce code. Ne vous fiez pas au document.',
  },
  keyUnknown: {
    genuine: false,
    title: 'La clé de ce sceau est inconnue',
    says: 'Ce service n’a jamais scellé avec cette clé. Vérifiez que l’adresse imprimée sur le document est bien celle-ci.',
  },
} as const satisfies Record<string, VerdictKind>;

export type VerdictName = keyof typeof verdicts;

/** Told beside the verdict when the records alone vouch for a document whose key is trusted no more. */
export const KEY_WITHDRAWN_NOTE =
  'La clé de ce sceau a été retirée depuis : il ne prouverait plus rien à lui seul, mais nos dossiers confirment ce document.';
