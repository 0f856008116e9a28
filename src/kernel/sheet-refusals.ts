/** Why a whole workbook is refused: one stable reason for programs, one French sentence saying what is wrong and what to do. */
import { refusal } from './refusal.js';
import { workbookLimits } from './sheet-limits.js';

export interface WorkbookFacts {
  reason: WorkbookReason;
  /** The column letter that the template gives, or that the file shows for an added one. */
  column?: string;
  /** The title that the template gives to that column. */
  header?: string;
}

type Sentence = string | ((facts: { column: string; header: string }) => string);

const AGAIN = 'Reprenez le modèle vierge, recopiez vos lignes dedans, puis déposez-le.';

/** Thousands apart, as in French; asking the system for it takes longer than reading a small workbook. */
const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');

const sentences = {
  empty_file:
    'Le fichier est vide (0 octet). Vérifiez l’enregistrement sur votre poste, puis déposez-le de nouveau.',
  too_large:
    'Le fichier dépasse 20 Mo. Retirez les images et les feuilles étrangères au modèle, puis déposez-le de nouveau.',
  not_a_workbook:
    'Ce fichier n’est pas un classeur Excel (.xlsx). Ouvrez votre déclaration dans votre tableur, enregistrez-la au format « Classeur Excel (.xlsx) », puis déposez ce fichier.',
  old_format:
    'Ce fichier est à l’ancien format Excel (.xls). Ouvrez-le, enregistrez-le au format « Classeur Excel (.xlsx) », puis déposez-le.',
  encrypted:
    'Ce classeur est protégé par un mot de passe. Retirez le mot de passe, enregistrez, puis déposez-le de nouveau.',
  macros:
    'Ce classeur contient des macros. Enregistrez-le au format « Classeur Excel (.xlsx) », sans macro, puis déposez-le.',
  external_content:
    'Ce classeur contient des liens vers d’autres fichiers. Rompez ces liens ou recopiez les valeurs dans le modèle vierge, puis déposez-le.',
  damaged:
    'Ce classeur est endommagé ou incomplet. Ouvrez-le dans votre tableur, enregistrez-le de nouveau au format .xlsx, puis déposez-le.',
  too_large_unpacked:
    'Ce classeur est anormalement volumineux une fois ouvert. Recopiez vos lignes dans le modèle vierge, puis déposez-le.',
  too_many_rows: `Ce classeur contient plus de ${grouped(workbookLimits.dataRows.most)} lignes. Répartissez-les en plusieurs déclarations, ou supprimez les lignes étrangères à la déclaration.`,
  too_many_columns: `Ce classeur contient beaucoup plus de colonnes que le modèle. ${AGAIN}`,
  took_too_long: `La lecture de ce classeur n’aboutit pas dans le temps prévu. ${AGAIN}`,
  no_header: `La ligne de titres du modèle est introuvable dans ce classeur. ${AGAIN}`,
  no_data:
    'Ce classeur ne contient aucune ligne de déclaration. Remplissez au moins une ligne sous les titres, puis déposez-le.',
  two_sheets_with_data:
    'Plusieurs feuilles de ce classeur contiennent des lignes de déclaration. Gardez toutes les lignes sur une seule feuille, puis déposez-le.',
  other_template:
    'Ce classeur suit le modèle d’un autre type de structure. Téléchargez le modèle vierge de cette déclaration, recopiez vos lignes dedans, puis déposez-le.',
  column_renamed: ({ column, header }) =>
    `Le titre de la colonne ${column} n’est pas celui du modèle : « ${header} » est attendu. Rétablissez ce titre, puis déposez le classeur de nouveau.`,
  column_missing: ({ column, header }) =>
    `La colonne ${column}, « ${header} », manque. Rétablissez-la à sa place ou reprenez le modèle vierge, puis déposez le classeur de nouveau.`,
  column_added: ({ column }) =>
    `La colonne ${column} ne fait pas partie du modèle. Supprimez-la, puis déposez le classeur de nouveau.`,
  columns_swapped: ({ column, header }) =>
    `Les colonnes ne sont pas dans l’ordre du modèle : « ${header} » est attendu en colonne ${column}. Remettez-les en ordre, puis déposez le classeur de nouveau.`,
} satisfies Record<string, Sentence>;

export type WorkbookReason = keyof typeof sentences;

export const workbookReasons = Object.keys(sentences) as WorkbookReason[];

/** The file as a whole is refused; nothing of it is kept but the trace of the refusal. */
export const WorkbookRefused = refusal<WorkbookFacts>(
  'WORKBOOK_REFUSED',
  ({ reason, column = '', header = '' }) => {
    const sentence: Sentence = sentences[reason];
    return typeof sentence === 'string' ? sentence : sentence({ column, header });
  },
);
