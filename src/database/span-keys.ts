import { ID_WORDS, type LineDetails } from './line-details.js';
import type { SpanIdentity } from './span-identity.js';

const FIRST_ROWS = 8;
const NS_PER_SECOND = 1_000_000_000n;

/** A time in two numbers, which are compared without making a bigint for each. */
export interface SplitMoment {
  readonly seconds: number;
  readonly nanos: number;
}

/** Ids and start times of lines, row by row: 44 bytes each. Ids that are not known are zero. */
export class SpanKeys {
  private ids = new Uint32Array(FIRST_ROWS * ID_WORDS.all);
  private seconds = new Float64Array(FIRST_ROWS);
  private nanos = new Uint32Array(FIRST_ROWS);

  set(row: number, { ids, seconds, nanos }: LineDetails): void {
    if (row >= this.nanos.length) this.grow(row);
    this.ids.set(ids, row * ID_WORDS.all);
    this.seconds[row] = seconds;
    this.nanos[row] = nanos;
  }

  hasTrace(row: number, words: Uint32Array): boolean {
    return this.has(row * ID_WORDS.all, words);
  }

  hasSpan(row: number, words: Uint32Array): boolean {
    return this.has(row * ID_WORDS.all + ID_WORDS.span, words);
  }

  isBefore(row: number, { seconds, nanos }: SplitMoment): boolean {
    const own = this.seconds[row] ?? 0;
    return own < seconds || (own === seconds && (this.nanos[row] ?? 0) < nanos);
  }

  startOf(row: number): bigint {
    return BigInt(this.seconds[row] ?? 0) * NS_PER_SECOND + BigInt(this.nanos[row] ?? 0);
  }

  /** `undefined` where it is not known. */
  traceIdOf(row: number): string | undefined {
    return this.hex(row * ID_WORDS.all, ID_WORDS.span);
  }

  /** `undefined` where the ids are not known. */
  identityOf(row: number): SpanIdentity | undefined {
    const first = row * ID_WORDS.all;
    const traceId = this.traceIdOf(row);
    const spanId = this.hex(first + ID_WORDS.span, 2);
    if (traceId === undefined || spanId === undefined) return undefined;
    return {
      traceId,
      spanId,
      parentSpanId: this.hex(first + ID_WORDS.parent, 2),
      startTime: this.startOf(row),
    };
  }

  private has(first: number, words: Uint32Array): boolean {
    for (let index = 0; index < words.length; index++) {
      if (this.ids[first + index] !== words[index]) return false;
    }
    return true;
  }

  private hex(first: number, words: number): string | undefined {
    let digits = '';
    let bits = 0;
    for (let index = first; index < first + words; index++) {
      const word = this.ids[index] ?? 0;
      bits |= word;
      digits += word.toString(16).padStart(8, '0');
    }
    return bits === 0 ? undefined : digits;
  }

  private grow(row: number): void {
    const rows = Math.max(row + 1, this.nanos.length * 2);
    const { ids, seconds, nanos } = this;
    this.ids = new Uint32Array(rows * ID_WORDS.all);
    this.ids.set(ids);
    this.seconds = new Float64Array(rows);
    this.seconds.set(seconds);
    this.nanos = new Uint32Array(rows);
    this.nanos.set(nanos);
  }
}
