/** The page of the workbooks: each template as its column table. */
import type { Column, Template } from '../workbooks/index.js';
import { rulesOf, templates } from '../workbooks/index.js';
import { page, table } from './markdown.js';

const columnLine = (template: Template, column: Column): string[] => [
  column.letter,
  column.header,
  column.hint ?? '',
  column.required ? 'yes' : 'no',
  column.holds.format,
  column.holds.typing?.().error ?? '',
  rulesOf(template, column).join(', '),
  column.help,
  column.example,
];

const templateSection = (template: Template): string =>
  `## ${template.label}\n\nCode \`${template.code}\`, sheet « ${template.sheet} », layout ${template.layout}.${
    template.notice ? ` ${template.notice}` : ''
  }\n\n${table(
    [
      'column',
      'title',
      'hint',
      'asked',
      'format',
      'Excel refuses otherwise',
      'checks of its own',
      'help',
      'example',
    ],
    template.columns.map((column) => columnLine(template, column)),
  )}`;

export const templatesPage = (): string =>
  page(
    'Workbooks',
    'Each workbook is one table of columns (`src/workbooks/templates`): it draws the blank workbook and its sheet « Aide », reads what comes back, and words this page. What each check says: [anomalies.md](anomalies.md).',
    ...Object.values(templates).map(templateSection),
  );
