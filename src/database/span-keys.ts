import { doubles, words } from './column.js';
import { ID_WORDS, type LineDetails } from './line-details.js';
import type { SpanIdentity } from './span-identity.js';

const NS_PER_SECOND = 1_000_000_000n;

/** A time in two numbers, which are compared without making a bigint for each. */
export interface SplitMoment {
  readonly seconds: number;
  readonly nanos: number;
}

/** Ids and start times of lines, row by row: 44 bytes each. Ids that are not known are zero. */
export class SpanKeys {
  private readonly ids = words();
  private readonly seconds = doubles();
  private readonly nanos = words();

  set(row: number, { ids, seconds, nanos }: LineDetails): void {
    const first = row * ID_WORDS.all;
    for (let index = 0; index < ID_WORDS.all; index++) this.ids.set(first + index, ids[index] ?? 0);
    this.seconds.set(row, seconds);
    this.nanos.set(row, nanos);
  }

  hasTrace(row: number, id: Uint32Array): boolean {
    return this.has(row * ID_WORDS.all, id);
  }

  hasSpan(row: number, id: Uint32Array): boolean {
    return this.has(row * ID_WORDS.all + ID_WORDS.span, id);
  }

  isBefore(row: number, { seconds, nanos }: SplitMoment): boolean {
    const own = this.seconds.at(row);
    return own < seconds || (own === seconds && this.nanos.at(row) < nanos);
  }

  startOf(row: number): bigint {
    return BigInt(this.seconds.at(row)) * NS_PER_SECOND + BigInt(this.nanos.at(row));
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

  private has(first: number, id: Uint32Array): boolean {
    for (let index = 0; index < id.length; index++) {
      if (this.ids.at(first + index) !== id[index]) return false;
    }
    return true;
  }

  private hex(first: number, count: number): string | undefined {
    let digits = '';
    let bits = 0;
    for (let index = first; index < first + count; index++) {
      const word = this.ids.at(index);
      bits |= word;
      digits += word.toString(16).padStart(8, '0');
    }
    return bits === 0 ? undefined : digits;
  }
}
