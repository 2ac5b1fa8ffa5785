/** Where the lines of a text begin, as V8 counts them in stack traces. */
export class LineTable {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (const end of text.matchAll(/\r\n?|[\n\u2028\u2029]/g)) this.#starts.push(end.index + end[0].length);
  }

  /** Line and column, both from 1, of a place in the text. */
  at(offset: number): { line: number; column: number } {
    const starts = this.#starts;
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }
}
