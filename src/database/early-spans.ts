import type { EndedSpan } from './span-lines.js';

const MOST_SPANS = 1000;

/** Spans that ended before there was a database: the latest thousand. */
export class EarlySpans {
  #spans: EndedSpan[] = [];
  #next = 0;

  add(span: EndedSpan): void {
    this.#spans[this.#next] = span;
    this.#next = (this.#next + 1) % MOST_SPANS;
  }

  /** Those that were kept, in the order in which they ended; then there are none. */
  take(): readonly EndedSpan[] {
    const spans = [...this.#spans.slice(this.#next), ...this.#spans.slice(0, this.#next)];
    this.#spans = [];
    this.#next = 0;
    return spans;
  }
}
