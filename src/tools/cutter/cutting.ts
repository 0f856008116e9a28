/** A new file that is filled from a lot, whose objects are copied as they are written, under numbers of their own. */
import { LotUnproven } from '../../kernel/printer.js';
import type { Lot } from './lot.js';
import type { Entries } from './written.js';
import { dictionary, partsOf, refTo } from './written.js';

/** A text, maybe what Chromium calls a table header (it counts the nodes it has seen), or a way to an object. */
const LEADS = /\((?:(node\d{8})\)|(?:[^()\\]|\\[^])*\))|(\d+) 0 R\b/g;

/** The name of an element, by which others lead to it. */
const NAMED = /\/ID (\(node\d{8}\))/;

export class Cutting {
  /** What is written anew in place of what the lot has. */
  readonly instead = new Map<number, Entries>();
  /** The elements that have a name. */
  readonly named: [string, number][] = [];
  private readonly objects: string[] = [];
  private readonly known = new Map<number, number>();
  private readonly ranks = new Map<string, string>();

  constructor(
    private readonly lot: Lot,
    private readonly at: number,
  ) {}

  /** @returns the number of an object that is the file's own */
  add(object = ''): number {
    return this.objects.push(object);
  }

  set(number: number, object: string): void {
    this.objects[number - 1] = object;
  }

  /** Keeps a place for what is written anew. */
  place(number: number): number {
    const placed = this.add();
    this.known.set(number, placed);
    return placed;
  }

  follow(number: number): number {
    const known = this.known.get(number);
    if (known) return known;
    if ((this.lot.owners.get(number) ?? this.at) !== this.at)
      throw new LotUnproven('A page of the lot leads to another.');
    const placed = this.place(number);
    const anew = this.instead.get(number);
    const [text, stream] = partsOf(anew ? dictionary(anew) : this.lot.written.object(number));
    const copied = this.copy(text);
    const [, name] = NAMED.exec(copied) ?? [];
    if (name) this.named.push([name, placed]);
    this.set(placed, copied + stream);
    return placed;
  }

  copy(text: string): string {
    return text.replaceAll(LEADS, (all, node?: string, number?: string) => {
      if (number) return refTo(this.follow(Number(number)));
      return node ? this.rank(node) : all;
    });
  }

  /** @param anew  what is said otherwise, or no more, in the file's own numbers */
  copyOf(entries: Entries, anew: Entries): string {
    const kept = Object.entries(entries).filter(([word]) => !(word in anew));
    const copied = kept.map(([word, value]) => [word, value && this.copy(value)] as const);
    return dictionary({ ...Object.fromEntries(copied), ...anew });
  }

  /** @returns the file */
  end(root: number, info: number): Buffer {
    const head = '%PDF-1.7\n%\u00e9\u00e8\u00ea\u00eb\n';
    const written = this.objects.map((object, at) => `${at + 1} 0 obj\n${object}\nendobj\n`);
    let place = head.length;
    const table = written.map(({ length }) => {
      const line = `${String(place).padStart(10, '0')} 00000 n \n`;
      place += length;
      return line;
    });
    const size = table.length + 1;
    const trailer = dictionary({ Size: `${size}`, Root: refTo(root), Info: refTo(info) });
    const tail = `xref\n0 ${size}\n0000000000 65535 f \n${table.join('')}trailer\n${trailer}\nstartxref\n${place}\n%%EOF\n`;
    return Buffer.from(head + written.join('') + tail, 'latin1');
  }

  /** The same page has the same names whatever was printed before it. */
  private rank(node: string): string {
    const rank = this.ranks.get(node) ?? `(node${String(this.ranks.size + 1).padStart(8, '0')})`;
    this.ranks.set(node, rank);
    return rank;
  }
}
