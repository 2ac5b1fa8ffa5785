import { randomFillSync } from 'node:crypto';
import { apply, slice } from './capture/intrinsics.js';

const TRACE_DIGITS = 32;
const SPAN_DIGITS = 16;
/** Taken before the program can replace it; as `toString('hex')`, which would look for it on the buffer. */
const { hexSlice } = Buffer.prototype as unknown as { hexSlice(): string };
const { imul } = Math;
const WORDS = 1024;
const words = new Uint32Array(WORDS);
const pool = Buffer.from(words.buffer);
/** Of `nextWord`; each thread has its own. */
const state = randomFillSync(new Uint32Array(4));

/**
 * Ids of traces and spans (W3C Trace Context): random, made some hundreds at a time, which costs a tenth of the SDK's
 * own way. That would also use up numbers of `Math.random`, which the program may have seeded; and Node's own source of
 * random bytes ends the process of a program that has replaced `byteLength`.
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
    for (let index = 0; index < WORDS; index++) words[index] = nextWord();
    this.#digits = apply(hexSlice, pool, []);
    this.#at = 0;
  }
}

/** 32 random bits, of 128 bits of state that were drawn once: xoshiro128** of Blackman and Vigna. */
function nextWord(): number {
  const s0 = state[0] as number;
  const s1 = state[1] as number;
  const s2 = (state[2] as number) ^ s0;
  const s3 = (state[3] as number) ^ s1;
  state[0] = s0 ^ s3;
  state[1] = s1 ^ s2;
  state[2] = s2 ^ (s1 << 9);
  state[3] = rotate(s3, 11);
  return imul(rotate(imul(s1, 5), 7), 9);
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** The only ids that are not valid; of the shorter ones there is one in 2⁶⁴. */
function isZero(id: string): boolean {
  return id[0] === '0' && +`0x${id}` === 0;
}
