/**
 * Writes beside each file of the corpus what the reader gives today: run as `node dist/test/workbooks/corpus/expect.js`,
 * then look at every difference before committing it. A new file is described here by its case.
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { TemplateCode } from '../../../src/workbooks/index.js';
import { readerInPlace } from '../files.js';
import { byExceljs } from './by-exceljs.js';
import { expected, filesOf, outcomeOf, producers } from './cases.js';
import { handmade } from './handmade.js';
import { hostile } from './hostile.js';

type Description = { why: string; template?: TemplateCode };

const described: Record<string, Record<string, Description>> = { exceljs: byExceljs, handmade, hostile };
const defaults: Record<string, TemplateCode> = { exceljs: 'micro_creche', libreoffice: 'micro_creche' };

for (const producer of producers) {
  for (const { name, file, json } of await filesOf(producer)) {
    const key = name.slice(producer.length + 1).replace(/\.[^.]+$/, '');
    const old = existsSync(json) ? await expected(json) : undefined;
    const { why = '', template } = described[producer]?.[key] ?? old ?? ({} as Partial<Description>);
    const code = template ?? defaults[producer] ?? 'home_care';
    const outcome = await outcomeOf(readerInPlace, file, code);
    await writeFile(json, `${JSON.stringify({ why, template: code, outcome }, null, 1)}\n`);
  }
}
