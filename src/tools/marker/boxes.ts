/** The boxes in which a sheet shows its notes: beside their cells, large enough for their whole texts. */
import { columnOf, linesOf } from '../../kernel/book/index.js';
import type { Mark } from '../../kernel/marking.js';
import { Unmarkable } from './edits.js';
import type { Grid } from './grid.js';
import type { Noted } from './notes.js';

const SHAPE_TYPE =
  '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>';

/** Pixels, for the letters of notes. */
const WIDTH = 330;
const LINE = 15;
const MARGINS = 20;
/** In digits of these letters; some programs have wider ones. */
const LINE_WIDTH = 44;

/** Where a box is, as drawings say it. */
function anchorOf({ column, row, note }: Mark, grid: Grid): string {
  const across = grid.columnsFor(columnOf(column), WIDTH);
  const down = grid.rowsFor(row, linesOf(note, LINE_WIDTH) * LINE + MARGINS);
  return [across.from, down.from, across.to, down.to].flat().join(', ');
}

const boxXml = (mark: Mark, grid: Grid, id: number): string =>
  `<v:shape id="_x0000_s${id}" type="#_x0000_t202" style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>${anchorOf(mark, grid)}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>${mark.row - 1}</x:Row><x:Column>${columnOf(mark.column) - 1}</x:Column></x:ClientData></v:shape>`;

const FIRST_BOX = 1025;
const boxes = (marks: readonly Mark[], grid: Grid, first: number): string =>
  marks.map((mark, at) => boxXml(mark, grid, first + at)).join('');

/** Notes may have come without a drawing: some programs leave it out. */
const undrawn = ([cell, note]: [string, string]): Mark[] => {
  const [, column, row] = /^([A-Z]{1,3})(\d{1,7})$/.exec(cell) ?? [];
  return column ? [{ column, row: Number(row), kind: 'kept', note }] : [];
};

/** The drawing of a sheet that had none. */
export const boxesPart = ({ come, kept }: Pick<Noted, 'come' | 'kept'>, grid: Grid): string =>
  `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>${SHAPE_TYPE}${boxes([...come, ...[...kept].flatMap(undrawn)], grid, FIRST_BOX)}</xml>`;

const NEEDED = [
  /xmlns:v="urn:schemas-microsoft-com:vml"/,
  /xmlns:o="[^"]*:office:office"/,
  /xmlns:x="[^"]*:office:excel"/,
];
const BOX = /<v:shape\s[\s\S]*?<\/v:shape>\s*/g;
const ANCHOR = /(<x:Anchor>)[^<]*/;

/** The cell that a box speaks of; none for a button or a picture. */
function cellOfBox(box: string): string | undefined {
  const [row, column] = ['Row', 'Column'].map((name) => new RegExp(`<x:${name}>\\s*(\\d+)`).exec(box)?.[1]);
  if (row === undefined || column === undefined || !/ObjectType="Note"/.test(box)) return undefined;
  return `${Number(row)} ${Number(column)}`;
}

/** Drawings are an old dialect that is not always XML: they are changed box by box. */
export function addBoxes(text: string, { gone, come, grown }: Noted, grid: Grid): string {
  if (!NEEDED.every((name) => name.test(text)) || !/<\/xml>\s*$/.test(text)) {
    throw new Unmarkable('an unusual drawing');
  }
  const left = new Set([...gone].map(placeOf));
  const larger = new Map(grown.map((mark) => [placeOf(`${mark.column}${mark.row}`), mark]));
  const kept = text.replace(BOX, (box) => {
    const place = cellOfBox(box) ?? '';
    if (left.has(place)) return '';
    const mark = larger.get(place);
    return mark ? box.replace(ANCHOR, `$1${anchorOf(mark, grid)}`) : box;
  });
  const ids = [...kept.matchAll(/_x0000_s(\d+)/g)].map(([, id]) => Number(id));
  const first = ids.reduce((most, id) => Math.max(most, id), FIRST_BOX - 1) + 1;
  const type = kept.includes('id="_x0000_t202"') ? '' : SHAPE_TYPE;
  return kept.replace(/<\/xml>\s*$/, () => `${type}${boxes(come, grid, first)}</xml>`);
}

const placeOf = (cell: string): string => {
  const [, letters, row] = /^([A-Z]+)(\d+)$/.exec(cell) ?? [];
  return letters ? `${Number(row) - 1} ${columnOf(letters) - 1}` : cell;
};
