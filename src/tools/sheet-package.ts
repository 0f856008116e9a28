/** Finds the sheets of a workbook by its content types and relations, wherever its parts lie and whatever their names. */
import { posix } from 'node:path';
import { CONTENT_TYPES, partName, refused, type Archive } from './sheet-archive.js';
import { namespaces, readXml, type Tag } from './sheet-xml.js';

export interface Package {
  sheets: { name: string; part: string }[];
  styles: string | undefined;
  sharedTexts: string | undefined;
  /** Days counted from 1904, an old habit of Excel on Mac. */
  from1904: boolean;
}

interface Relation {
  id: string;
  /** The last word of its type: `worksheet`, `styles`… */
  type: string;
  /** The part it leads to; none for a link outside. */
  part: string | undefined;
}

const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml';
const MACRO_TYPES = /macroenabled|vbaproject|activex|macrosheet/i;
/** A workbook in binary is no more readable for being able to carry macros. */
const BINARY_TYPES = /sheet\.binary/i;
/** What people type and what leads nowhere by itself: the only link outside that is accepted. */
const HYPERLINK = 'hyperlink';
const EXTERNAL_TYPES = new Set(['externalLink', 'externalLinkPath', 'connections', 'queryTable']);
const MACRO_SHEETS = new Set(['xlMacrosheet', 'xlIntlMacrosheet']);
/** Sheets that carry no cell. */
const SHEETS_WITHOUT_CELLS = new Set(['chartsheet', 'dialogsheet']);
const NAME_LENGTH = 100;

/** @throws Refusal WORKBOOK_REFUSED when the package is not a workbook, is damaged, or reaches outside */
export async function readPackage(archive: Archive): Promise<Package> {
  const typeOf = await contentTypes(archive);
  const relations = await allRelations(archive);
  const root = relations.get('_rels/.rels') ?? [];
  const main = root.find(({ type }) => type === 'officeDocument')?.part;
  if (main === undefined) throw refused('damaged');
  if (typeOf(main) !== WORKBOOK_TYPE) throw refused('not_a_workbook');
  const own = relations.get(relationsOf(main)) ?? [];
  const partOf = (type: string): string | undefined => own.find((each) => each.type === type)?.part;
  const { from1904, ...listed } = await readMain(archive, main);
  const sheets = listed.sheets.flatMap(({ name, id }) => sheetOf(own, name, id));
  // The same part twice is no workbook, and would be read each time.
  if (new Set(sheets.map(({ part }) => part)).size < sheets.length) throw refused('damaged');
  return {
    sheets,
    styles: partOf('styles'),
    sharedTexts: partOf('sharedStrings'),
    from1904,
  };
}

const relationsOf = (part: string): string =>
  posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`);

function sheetOf(relations: Relation[], name: string, id: string): Package['sheets'] {
  const relation = relations.find((each) => each.id === id);
  if (relation && SHEETS_WITHOUT_CELLS.has(relation.type)) return [];
  if (relation?.type !== 'worksheet' || relation.part === undefined) throw refused('damaged');
  return [{ name, part: relation.part }];
}

/** The type of each part, by its name or by its extension. */
async function contentTypes(archive: Archive): Promise<(part: string) => string | undefined> {
  const byPart = new Map<string, string>();
  const byExtension = new Map<string, string>();
  await readXml(archive.bytesOf(CONTENT_TYPES), 'Types', namespaces.types, {
    open({ local, attribute }) {
      const type = attribute('ContentType') ?? '';
      if (local === 'Override') byPart.set(partName((attribute('PartName') ?? '').slice(1)), type);
      if (local === 'Default') byExtension.set((attribute('Extension') ?? '').toLowerCase(), type);
    },
  });
  const all = [...byPart.values(), ...byExtension.values()];
  if (all.some((type) => BINARY_TYPES.test(type))) throw refused('not_a_workbook');
  if (all.some((type) => MACRO_TYPES.test(type))) throw refused('macros');
  return (part) => byPart.get(part) ?? byExtension.get(posix.extname(part).slice(1));
}

/** Every relation of every part, by the name of the file that holds them: links outside hide in any. */
async function allRelations(archive: Archive): Promise<Map<string, Relation[]>> {
  const all = new Map<string, Relation[]>();
  for (const name of archive.names.filter((name) => name.endsWith('.rels'))) {
    const relations: Relation[] = [];
    const folder = posix.dirname(posix.dirname(name));
    await readXml(archive.bytesOf(name), 'Relationships', namespaces.relations, {
      open: (tag) => void (tag.local === 'Relationship' && relations.push(relationOf(tag, folder))),
    });
    all.set(name, relations);
  }
  return all;
}

function relationOf({ attribute }: Tag, folder: string): Relation {
  const type = (attribute('Type') ?? '').split('/').at(-1)!;
  const outside = attribute('TargetMode') === 'External';
  if (MACRO_SHEETS.has(type)) throw refused('macros');
  if (EXTERNAL_TYPES.has(type) || (outside && type !== HYPERLINK)) throw refused('external_content');
  const part = outside ? undefined : resolve(folder, attribute('Target') ?? '');
  return { id: attribute('Id') ?? '', type, part };
}

/** `worksheets/Feuil1.xml`, `/xl/worksheets/Feuil1.xml` or `../xl/…` → `xl/worksheets/feuil1.xml`. */
const resolve = (folder: string, target: string): string =>
  partName(posix.join(target.startsWith('/') ? '.' : folder, target)).replace(/^\/+/, '');

interface Main {
  sheets: { name: string; id: string }[];
  from1904: boolean;
}

async function readMain(archive: Archive, part: string): Promise<Main> {
  const main: Main = { sheets: [], from1904: false };
  await readXml(archive.bytesOf(part), 'workbook', namespaces.main, {
    open({ local, depth, attribute, relation }) {
      if (local === 'workbookPr' && depth === 2)
        main.from1904 = /^(1|true)$/.test(attribute('date1904') ?? '');
      if (local !== 'sheet' || depth !== 3) return;
      const name = (attribute('name') ?? '').slice(0, NAME_LENGTH);
      main.sheets.push({ name, id: relation('id') ?? '' });
    },
  });
  return main;
}
