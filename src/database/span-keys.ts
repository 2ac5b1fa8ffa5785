import { type Column, WideColumn, words } from './column.js';
import { ID_WORDS, type LineDetails } from './line-details.js';
import type { SpanIdentity } from './span-identity.js';

const NS_PER_SECOND = 1_000_000_000n;
/** Words of a trace's id and a span's own, and of a span's. */
const OWN_WORDS = ID_WORDS.parent;
const SPAN_WORDS = ID_WORDS.all - ID_WORDS.parent;

/** A time in two numbers, which are compared without making a bigint for each. */
export interface SplitMoment {
  readonly seconds: number;
  readonly nanos: number;
}

/** Ids and start times of lines, row by row: 32 bytes each, 40 with a parent. Ids that are not known are zero. */
export class SpanKeys {
  private readonly ids = words();
  private readonly parents = words();
  private readonly seconds = new WideColumn();
  private readonly nanos = words();

  set(row: number, { ids, seconds, nanos }: LineDetails): void {
    for (let index = 0; index < OWN_WORDS; index++) this.ids.set(row * OWN_WORDS + index, ids[index] ?? 0);
    for (let index = 0; index < SPAN_WORDS; index++) {
      this.parents.set(row * SPAN_WORDS + index, ids[ID_WORDS.parent + index] ?? 0);
    }
    this.seconds.set(row, seconds);
    this.nanos.set(row, nanos);
  }

  hasTrace(row: number, id: Uint32Array): boolean {
    return this.has(row * OWN_WORDS, id);
  }

  hasSpan(row: number, id: Uint32Array): boolean {
    return this.has(row * OWN_WORDS + ID_WORDS.span, id);
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
    return hex(this.ids, row * OWN_WORDS, ID_WORDS.span);
  }

  /** `undefined` where the ids are not known. */
  identityOf(row: number): SpanIdentity | undefined {
    const traceId = this.traceIdOf(row);
    const spanId = hex(this.ids, row * OWN_WORDS + ID_WORDS.span, SPAN_WORDS);
    if (traceId === undefined || spanId === undefined) return undefined;
    return {
      traceId,
      spanId,
      parentSpanId: hex(this.parents, row * SPAN_WORDS, SPAN_WORDS),
      startTime: this.startOf(row),
    };
  }

  private has(first: number, id: Uint32Array): boolean {
    for (let index = 0; index < id.length; index++) {
      if (this.ids.at(first + index) !== id[index]) return false;
    }
    return true;
  }
}

function hex(words: Column, first: number, count: number): string | undefined {
  let digits = '';
  let bits = 0;
  for (let index = first; index < first + count; index++) {
    const word = words.at(index);
    bits |= word;
    digits += word.toString(16).padStart(8, '0');
  }
  return bits === 0 ? undefined : digits;
}
