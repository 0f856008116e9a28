/** The files that a message may carry: known by their first bytes, and called accordingly. */
import { refusal } from '../kernel/refusal.js';

interface Kind {
  /** The first bytes of such a file. */
  begins: Buffer;
  extensions: readonly string[];
  type: string;
  /** How it is called in French. */
  name: string;
}

export const attachmentKinds = {
  pdf: { begins: Buffer.from('%PDF-'), extensions: ['pdf'], type: 'application/pdf', name: 'PDF' },
  png: {
    begins: Buffer.from('89504e470d0a1a0a', 'hex'),
    extensions: ['png'],
    type: 'image/png',
    name: 'image PNG',
  },
  jpeg: {
    begins: Buffer.from('ffd8ff', 'hex'),
    extensions: ['jpg', 'jpeg'],
    type: 'image/jpeg',
    name: 'image JPEG',
  },
  xlsx: {
    begins: Buffer.from('504b0304', 'hex'),
    extensions: ['xlsx'],
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    name: 'classeur Excel (.xlsx)',
  },
} as const satisfies Record<string, Kind>;
export type AttachmentKind = keyof typeof attachmentKinds;

const kinds = Object.keys(attachmentKinds) as AttachmentKind[];

/** Bytes of one file, at most. */
export const MAX_ATTACHMENT_BYTES = 10 * 1024 * 1024;

/** Files of one message, at most. */
export const MOST_ATTACHMENTS = 5;

/** Characters of a name, at most. */
export const MOST_NAME = 120;

const sentences = {
  empty: 'Ce fichier est vide. Vérifiez-le sur votre poste, puis joignez-le de nouveau.',
  too_large: 'Ce fichier dépasse 10 Mo. Réduisez-le, ou envoyez-le en plusieurs fichiers.',
  no_name: `Donnez à ce fichier un nom de ${MOST_NAME} caractères au plus.`,
  wrong_kind: 'Seuls un PDF, une image PNG ou JPEG et un classeur Excel (.xlsx) peuvent être joints.',
  wrong_name:
    'Le nom de ce fichier ne dit pas ce qu’il est : son extension est celle d’un autre format. Enregistrez-le sous son vrai format, puis joignez-le de nouveau.',
  not_a_workbook:
    'Ce classeur ne peut pas être lu sans risque : endommagé, protégé, trop volumineux, ou avec des macros ou des liens. Enregistrez-le au format « Classeur Excel (.xlsx) », sans macro, puis joignez-le de nouveau.',
  infected: 'L’antivirus a trouvé un contenu malveillant dans ce fichier : il n’est pas joint.',
  too_large_to_scan: 'Ce fichier est trop gros pour que l’antivirus l’examine : il n’est pas joint.',
  not_scanned: 'L’antivirus ne répond pas : ce fichier n’est pas joint. Réessayez dans quelques minutes.',
} as const;
export type AttachmentReason = keyof typeof sentences;

/** A file that is not taken; nothing of it is kept. */
export const AttachmentRefused = refusal<{ reason: AttachmentReason }>(
  'ATTACHMENT_REFUSED',
  ({ reason }) => sentences[reason],
);

/** What would be more than a name, or unseen: separators of folders, quotes, controls, marks of direction. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}"\\/:*?<>|]/gu;

/** @throws ATTACHMENT_REFUSED when nothing is left of the name, or too much */
export function nameIn(said: string): string {
  const name = said.normalize('NFC').split(/[\\/]/).at(-1)!.replaceAll(UNFIT, '').trim();
  if (name === '' || name.startsWith('.') || name.length > MOST_NAME)
    throw AttachmentRefused({ reason: 'no_name' });
  return name;
}

/** @throws ATTACHMENT_REFUSED for what is none of these kinds, or is not called so */
export function kindOf(head: Buffer, name: string): AttachmentKind {
  const kind = kinds.find((one) => {
    const { begins } = attachmentKinds[one];
    return head.subarray(0, begins.length).equals(begins);
  });
  if (!kind) throw AttachmentRefused({ reason: 'wrong_kind' });
  const extension = name.split('.').at(-1)!.toLowerCase();
  const { extensions }: Kind = attachmentKinds[kind];
  if (!extensions.includes(extension)) throw AttachmentRefused({ reason: 'wrong_name' });
  return kind;
}
