import { randomFillSync } from 'node:crypto';
import { apply, slice } from './capture/intrinsics.js';

const TRACE_DIGITS = 32;
const SPAN_DIGITS = 16;
/** Taken before the program can replace it; as `toString('hex')`, which would look for it on the buffer. */
const { hexSlice } = Buffer.prototype as unknown as { hexSlice(): string };
const POOL = Buffer.allocUnsafeSlow(4096);

/**
 * Ids of traces and spans (W3C Trace Context): random, taken from the system some hundreds at a time, which costs a tenth
 * of the SDK's own way. That would also use up numbers of `Math.random`, which the program may have seeded.
 */
export class RandomIds {
  #digits = '';
  #at = 0;

  readonly generateTraceId = (): string => this.#take(TRACE_DIGITS);
  readonly generateSpanId = (): string => this.#take(SPAN_DIGITS);

  #take(count: number): string {
    if (this.#at + count > this.#digits.length) this.#refill();
    const id = apply(slice, this.#digits, [this.#at, this.#at + count]) as string;
    this.#at += count;
    return isZero(id) ? this.#take(count) : id;
  }

  #refill(): void {
    this.#digits = apply(hexSlice, randomFillSync(POOL), []);
    this.#at = 0;
  }
}

/** The only ids that are not valid; of the shorter ones there is one in 2⁶⁴. */
function isZero(id: string): boolean {
  return id[0] === '0' && +`0x${id}` === 0;
}
