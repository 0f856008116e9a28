/** The parts of a package, as texts to change: which leads to which, and what each is. */
import { posix } from 'node:path';
import { XML } from '../../kernel/book/index.js';
import type { Archive } from '../sheet-archive.js';
import { CONTENT_TYPES } from '../sheet-archive.js';
import { namespaces, texts } from '../sheet-xml.js';
import { Edits, Unmarkable, adopted, fill, walk, type Element, type Room } from './edits.js';

export interface Relation {
  id: string;
  /** The last word of its type: `worksheet`, `styles`… */
  type: string;
  target: string;
}

const [TRANSITIONAL, STRICT] = namespaces.office as [string, string];

/** Changed and new parts, by lower-case name; the others are copied as they are. */
export class Parts {
  readonly changed = new Map<string, string>();

  constructor(private readonly archive: Archive) {}

  has(name: string): boolean {
    return this.changed.has(name) || this.archive.has(name);
  }

  async text(name: string): Promise<string> {
    const changed = this.changed.get(name);
    if (changed !== undefined) return changed;
    if (!this.archive.has(name)) throw new Unmarkable('a part is missing');
    let text = '';
    for await (const chunk of texts(this.archive.bytesOf(name))) text += chunk;
    return text.replace(/^\ufeff/, '');
  }

  set(name: string, text: string): void {
    this.changed.set(name, text);
  }

  /** A name that no part has, like this one. */
  newName(like: string): string {
    const { dir, name, ext } = posix.parse(like);
    for (let number = 1; ; number += 1) {
      const found = `${dir}/${name}${number}${ext}`;
      if (!this.has(found)) return found;
    }
  }

  /** Says what a new part is. */
  async declare(part: string, type: string): Promise<void> {
    await this.addTo(CONTENT_TYPES, `<Override PartName="/${part}" ContentType="${type}"/>`);
  }

  /** Says what the parts of that extension are, unless it is said. */
  async declareAll(extension: string, type: string): Promise<void> {
    const said = new RegExp(`\\sExtension\\s*=\\s*["']${extension}["']`, 'i').test(
      await this.text(CONTENT_TYPES),
    );
    if (!said) await this.addTo(CONTENT_TYPES, `<Default Extension="${extension}" ContentType="${type}"/>`);
  }

  async relationsOf(part: string): Promise<Relation[]> {
    const name = relationsPart(part);
    if (!this.has(name)) return [];
    const relations: Relation[] = [];
    walk(await this.text(name), {
      open({ depth, attribute }) {
        if (depth !== 2) return;
        const [id = '', type = '', target = ''] = ['Id', 'Type', 'Target'].map(attribute);
        const isOutside = attribute('TargetMode') === 'External';
        relations.push({ id, type: type.split('/').at(-1)!, target: isOutside ? '' : resolve(part, target) });
      },
    });
    return relations;
  }

  /** Leads from a part to another; the new relation's name. */
  async relate(part: string, type: string, target: string, strict: boolean): Promise<string> {
    const name = relationsPart(part);
    const known = new Set((await this.relationsOf(part)).map(({ id }) => id));
    let number = 1;
    while (known.has(`rIdH${number}`)) number += 1;
    if (!this.has(name))
      this.set(name, `${XML}<Relationships xmlns="${namespaces.relations[0]}"></Relationships>`);
    const relation = `<Relationship Id="rIdH${number}" Type="${strict ? STRICT : TRANSITIONAL}/${type}" Target="${posix.relative(posix.dirname(part), target)}"/>`;
    await this.addTo(name, relation);
    return `rIdH${number}`;
  }

  /** Adds an element at the end of the root of a part. */
  private async addTo(name: string, piece: string): Promise<void> {
    const text = await this.text(name);
    const { element, closeStart } = rootOf(text);
    const edits = new Edits(text);
    fill(edits, { element, closeStart }, adopted(piece, element));
    this.set(name, edits.made());
  }
}

function rootOf(text: string): Room {
  let element: Element | undefined;
  let closeStart = 0;
  walk(text, {
    open: (each) => void (element ??= each),
    close: (_, depth, start) => void (depth === 1 && (closeStart = start)),
  });
  return { element: element!, closeStart };
}

const relationsPart = (part: string): string =>
  posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`);

/** The part that a relation leads to, by its lower-case name. */
const resolve = (part: string, target: string): string =>
  posix
    .join(target.startsWith('/') ? '.' : posix.dirname(part), decodeURI(target))
    .replace(/^\/+/, '')
    .toLowerCase();
