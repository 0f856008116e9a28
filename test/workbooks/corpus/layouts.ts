/** What may lie around the rows of a declaration without changing them. */
import { OFFICE } from '../files.js';
import * as xml from './package.js';
import {
  add,
  book,
  change,
  declared,
  families,
  family,
  n,
  related,
  row,
  sheet,
  t,
  everywhere,
  plain,
  type Case,
} from './package.js';

const noted = (cells: string[], end?: string): string[] => (end ? [...cells, end] : cells);

export const layouts: Record<string, Case> = {
  'blank-rows': {
    why: 'blank, styled and hidden rows between and after',
    parts: book(
      declared([families[0]!]) +
        row(4, [xml.blank(1), xml.blank(), xml.blank()]) +
        '<row r="5" s="1" customFormat="1"/>' +
        row(9, families[1]!, ' hidden="1"') +
        Array.from({ length: 60 }, (_, at) => row(10 + at, [xml.blank(1), '<c t="s"/>', t('  ')])).join(''),
    ),
  },
  '20000-styled-rows': {
    why: 'a style on 20,000 rows under the data',
    parts: book(
      declared(families) +
        Array.from(
          { length: 20_000 },
          (_, at) => `<row r="${at + 5}" s="1"><c r="A${at + 5}" s="1"/></row>`,
        ).join(''),
    ),
  },
  'title-above': {
    why: 'a title and an address above the titles, no hint row',
    parts: book(
      row(1, [t('Nounou Services'), '', '', t('Octobre 2026')]) +
        row(2, [t('12 rue des Lilas, Angers')]) +
        declared(families, { from: 4, hint: false }),
    ),
  },
  'header-on-row-18': {
    why: 'titles on row 18, the 18th filled',
    parts: book(
      Array.from({ length: 17 }, (_, at) => row(at + 1, [t(`Consigne ${at + 1}`)])).join('') +
        declared(families, { from: 18 }),
    ),
  },
  'titles-otherwise': {
    why: 'titles in other case, spaces, line breaks and accents; hints with another apostrophe',
    parts: everywhere(plain, (text) =>
      text
        .replace('MOIS CONCERNE (MM/AAAA)', ' Mois  concerné&#10;(MM/AAAA) ')
        .replace('NUMERO ALLOCATAIRE', 'Numéro allocataire')
        .replace("Le nombre d'heure", 'Le nombre d’heure'),
    ),
  },
  'other-sheets': {
    why: 'a notice, a chart, an empty sheet and a hidden one without data',
    parts: add(
      related(
        related(
          related(plain, 'rId5', 'worksheet', 'n.xml', 'Notice'),
          'rId6',
          'chartsheet',
          'c.xml',
          'Graphique',
        ),
        'rId7',
        'worksheet',
        'v.xml',
        'Vide" state="veryHidden',
      ),
      { name: 'xl/n.xml', data: sheet(row(1, [t('Comment remplir')]) + row(2, [t('MOIS'), t('le mois')])) },
      { name: 'xl/c.xml', data: '<chartsheet/>' },
      { name: 'xl/v.xml', data: sheet('') },
    ),
  },
  'whole-column-validation': {
    why: 'a list on whole columns',
    parts: book(
      declared(families),
      '<dataValidations count="1"><dataValidation type="list" sqref="A1:XFD1048576"><formula1>"a,b"</formula1></dataValidation></dataValidations>',
    ),
  },
  'merge-over-the-sheet': {
    why: 'all the cells of the sheet merged',
    parts: book(declared(families), '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
  },
  'columns-to-the-end': {
    why: 'one style for 16,384 columns, and a dimension that lies',
    parts: book(
      declared(families),
      '<conditionalFormatting sqref="A1:XFD1048576"><cfRule type="expression" priority="1"><formula>A1=1</formula></cfRule></conditionalFormatting>',
      '<dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384" width="9" style="1"/></cols>',
    ),
  },
  'names-over-everything': {
    why: 'defined names over all the sheet, and broken ones',
    parts: change(plain, xml.WORKBOOK, (text) =>
      text.replace(
        '</sheets>',
        '</sheets><definedNames><definedName name="a">Été!$A$1:$XFD$1048576</definedName><definedName name="b">#REF!</definedName></definedNames>',
      ),
    ),
  },
  'last-row-of-excel': {
    why: 'a row on the last line that Excel has',
    parts: book(declared([families[0]!]) + row(1_048_576, families[1]!)),
  },
  'styled-to-the-last-column': {
    why: 'a blank cell in the last column that Excel has',
    parts: book(declared(families).replace('</row>', '<c r="XFD1" s="1"/></row>')),
  },
  hyperlinks: {
    why: 'a link that somebody typed',
    parts: add(book(declared(families), '<hyperlinks><hyperlink ref="B3" r:id="rId1"/></hyperlinks>'), {
      name: 'xl/worksheets/_rels/Feuille.xml.rels',
      data: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}/hyperlink" Target="https://www.caf.fr/" TargetMode="External"/></Relationships>`,
    }),
  },
  'two-children-months': {
    why: 'a row of another month, an end of care before it',
    parts: book(
      declared([
        families[0]!,
        family('0410933').with(0, n(46_266, 1)),
        noted(family('3047216'), n(46_290, 1)),
      ]),
    ),
  },
};
