import type MagicString from 'magic-string';
import type { LineTable } from './line-table.js';
import type { Markers } from './markers.js';
import type { Shifts } from './transformed-file.js';

interface Edit {
  readonly start: number;
  /** End of the text that is taken away. */
  readonly end: number;
  readonly text: string;
  /** At one place: what closes, what stands alone, what opens. */
  readonly rank: 0 | 1 | 2;
  /** Among those of one rank at one place: what is wrapped later is outside. */
  readonly turn: number;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The insertions into one text. What is inside of something is to be wrapped before it. */
export class Edits {
  readonly #text: string;
  readonly #markers: Markers;
  readonly #edits: Edit[] = [];

  constructor(text: string, markers: Markers) {
    this.#text = text;
    this.#markers = markers;
  }

  insert(at: number, text: string): void {
    this.#add({ start: at, end: at, text: this.#markers.inserted(text), rank: 1 });
  }

  /** Makes another identifier of the one that ends here. */
  extendName(end: number): void {
    this.#add({ start: end, end, text: this.#markers.suffix(), rank: 1 });
  }

  removeName({ start, end }: Range): void {
    const text = this.#markers.inserted('', this.#text.slice(start, end));
    this.#add({ start, end, text, rank: 1 });
  }

  wrap({ start, end }: Range, before: string, after: string): void {
    this.#add({ start, end: start, text: this.#markers.inserted(before), rank: 2 });
    this.#add({ start: end, end, text: this.#markers.inserted(after), rank: 0 });
  }

  /** Whether text can be inserted here: a comment cannot directly follow a division. */
  canInsert(at: number): boolean {
    return this.#text[at - 1] !== '/' || this.#text[at - 2] === '*';
  }

  /** The text with all edits, and how they moved columns. */
  apply(lines: LineTable): { code: string; shifts: Shifts } {
    const parts: string[] = [];
    const shifts = new ShiftList(lines);
    let done = 0;
    for (const { start, end, text } of this.#sorted()) {
      parts.push(this.#text.slice(done, start), text);
      shifts.add(start, text.length - (end - start));
      done = end;
    }
    parts.push(this.#text.slice(done));
    return { code: parts.join(''), shifts: shifts.triples };
  }

  /** The same edits, where a source map is made of them. */
  applyTo(target: MagicString): void {
    for (const { start, end, text } of this.#sorted()) {
      if (end > start) target.update(start, end, text);
      else target.appendLeft(start, text);
    }
  }

  #add(edit: Omit<Edit, 'turn'>): void {
    const turn = edit.rank === 2 ? -this.#edits.length : this.#edits.length;
    this.#edits.push({ ...edit, turn });
  }

  #sorted(): Edit[] {
    return this.#edits.sort((a, b) => a.start - b.start || a.rank - b.rank || a.turn - b.turn);
  }
}

class ShiftList {
  readonly triples: number[] = [];
  readonly #lines: LineTable;
  #line = 0;
  #start = -1;
  #shift = 0;

  constructor(lines: LineTable) {
    this.#lines = lines;
  }

  add(start: number, length: number): void {
    const { line, column } = this.#lines.at(start);
    if (line !== this.#line) this.#shift = 0;
    if (start !== this.#start) this.triples.push(line, column + this.#shift, 0);
    this.#shift += length;
    this.#line = line;
    this.#start = start;
    this.triples[this.triples.length - 1] = this.#shift;
  }
}
