import { malformed, quote } from './malformed.js';

/** The literals that an NPY header is made of: strings, booleans, and tuples of non-negative integers. */
export type PythonLiteral = string | boolean | readonly number[];

const SPACE = /\s*/y;
const STRING = /'([^'\\]*)'|"([^"\\]*)"/y;
const WORD = /True|False/y;
/** Python 2 wrote `3L`. */
const INTEGER = /(\d+)L?/y;

/** Reads a Python dict of such literals by its grammar, in one pass over the text; nothing is evaluated. */
export class PythonDictParser {
  readonly #text: string;
  readonly #path: string;
  #position = 0;

  /** `path` is the file that the text comes from, for messages. */
  constructor(text: string, path: string) {
    this.#text = text;
    this.#path = path;
  }

  /** @throws CallMonitorError where the text is anything else, or has a key twice */
  parse(): Map<string, PythonLiteral> {
    const entries = new Map<string, PythonLiteral>();
    this.#expect('{');
    while (!this.#accept('}')) {
      const key = this.#string() ?? this.#fail('a key');
      if (entries.has(key)) throw malformed(this.#path, `the header's key ${quote(key)} once`, 'it again');
      this.#expect(':');
      entries.set(key, this.#value());
      if (!this.#accept(',') && this.#peek() !== '}') this.#fail('a comma or the end of the dict');
    }
    if (this.#peek() !== '') this.#fail('nothing after the dict');
    return entries;
  }

  #value(): PythonLiteral {
    const word = this.#match(WORD)?.[0];
    if (word !== undefined) return word === 'True';
    return this.#string() ?? this.#tuple();
  }

  #string(): string | undefined {
    const match = this.#match(STRING);
    return match?.[1] ?? match?.[2];
  }

  /** One item needs a comma: `(3)` is a number in parentheses. */
  #tuple(): number[] {
    const items: number[] = [];
    if (!this.#accept('(')) this.#fail('a string, True, False or a tuple');
    while (!this.#accept(')')) {
      items.push(Number(this.#match(INTEGER)?.[1] ?? this.#fail('a non-negative integer')));
      const mayEnd = items.length > 1 && this.#peek() === ')';
      if (!mayEnd && !this.#accept(',')) this.#fail('a comma');
    }
    return items;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    this.#skipSpace();
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.#text);
    if (match !== null) this.#position = pattern.lastIndex;
    return match;
  }

  #peek(): string {
    this.#skipSpace();
    return this.#text.charAt(this.#position);
  }

  #accept(mark: string): boolean {
    const isThere = this.#peek() === mark;
    if (isThere) this.#position += 1;
    return isThere;
  }

  #expect(mark: string): void {
    if (!this.#accept(mark)) this.#fail(mark);
  }

  #skipSpace(): void {
    SPACE.lastIndex = this.#position;
    SPACE.exec(this.#text);
    this.#position = SPACE.lastIndex;
  }

  #fail(expected: string): never {
    const where = `${expected} at character ${this.#position} of the header`;
    throw malformed(this.#path, where, quote(this.#text.slice(this.#position, this.#position + 200)));
  }
}
