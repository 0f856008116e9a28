/** The catalogue of anomalies, as it is printed. */
import { WorkbookRefused, workbookReasons } from '../kernel/sheet-refusals.js';
import type { Facts } from '../workbooks/index.js';
import { anomalies, origins, say, templatesOf } from '../workbooks/index.js';
import { page, table } from './markdown.js';

const AT = { month: '2026-10', today: '2026-11-05' };

/** What sentences name, for the page to be read. */
const FACTS: Facts = {
  ligne: 4,
  lignes: 'la ligne 4',
  motif: 'même enfant',
  mois: 'septembre 2026 (3 lignes)',
  avant: 40,
  maintenant: 120,
  nombre: 12,
  jour: '15/09/2026',
  qui: 'Nino',
};

const catalogue = (blocking: boolean): string =>
  table(
    ['code', 'workbooks', 'cells', 'sentence', 'what to do', 'expected', 'help', 'source'],
    Object.entries(anomalies)
      .filter(([, kind]) => kind.blocking === blocking)
      .map(([code, kind]) => [
        code,
        templatesOf(kind)
          .map((template) => template.code)
          .join(', '),
        kind.cells.join(', '),
        say(kind.sentence, AT, FACTS),
        kind.toDo,
        say(kind.expected, AT, FACTS),
        kind.help,
        `[${origins[kind.origin].said}](sources.md#${origins[kind.origin].section})`,
      ]),
  );

export const anomaliesPage = (): string =>
  page(
    'Anomalies',
    `What may be wrong in a monthly workbook. Sentences are shown as they read for ${AT.month}, checked on ${AT.today}; each comes with the row, the column letter, the header and the value seen.`,
    '## Blocking',
    'They stop the submission.',
    catalogue(true),
    '## Warnings',
    'They travel with the declaration, to the approver and the adviser.',
    catalogue(false),
    '## Whole workbooks refused',
    table(
      ['reason', 'sentence'],
      workbookReasons.map((reason) => [
        reason,
        WorkbookRefused({ reason, column: 'B', header: 'NUMERO ALLOCATAIRE' }).message,
      ]),
    ),
  );
