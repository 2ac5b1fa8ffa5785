import type { CallStatus } from '../model/log-line.js';
import type { ParsedLine } from './parse-line.js';
import { type LineHead, startsWith } from './skim-head.js';

/** Words of 32 bits in which the ids of a line are kept: trace, span, parent. */
export const ID_WORDS = { trace: 0, span: 4, parent: 6, all: 8 } as const;

/** Statuses by the number that stands for them; 0 is a call that has not ended. */
export const STATUS_CODES: readonly (CallStatus | undefined)[] = [undefined, 'ok', 'error', 'yielded'];

const DIGITS_A_WORD = 8;
const NANOS_DIGITS = 9;
const MOST_TIME_DIGITS = 20;

const TRACE = Buffer.from(',"trace_id":"');
const SPAN = Buffer.from('","span_id":"');
const PARENT = Buffer.from('","parent_span_id":"');
const FLAGS = Buffer.from('","trace_flags":');
const SPAN_KIND = Buffer.from('","span_kind":"');
const START = Buffer.from(',"start_time":"');
const STATUSES = STATUS_CODES.map((status) => Buffer.from(`,"status":"${status}"`));

/**
 * What follows a line's head: ids and start time, or how a call ended. One object is used for all lines. Nothing of
 * the payload is looked at: the log's keys have a fixed order (FORMAT.md).
 */
export class LineDetails {
  readonly ids = new Uint32Array(ID_WORDS.all);
  /** Whole seconds since the Unix epoch, and the nanoseconds beyond them. */
  seconds = 0;
  nanos = 0;
  /** Of `STATUS_CODES`. */
  status = 0;
  private at = 0;

  /** Returns `false` for a line that has not the expected form; it may still be a good one. */
  skim(head: Pick<LineHead, 'kind' | 'tail'>, bytes: Buffer, end: number): boolean {
    this.at = head.tail;
    return head.kind === 'output' ? this.skimStatus(bytes, end) : this.skimStart(bytes, end);
  }

  /** The same from a line that was parsed; what makes no sense stays unknown, which is zero. */
  take(line: ParsedLine): void {
    this.ids.fill(0);
    this.seconds = 0;
    this.nanos = 0;
    this.status = line.kind === 'output' ? STATUS_CODES.indexOf(line.status) : 0;
    if (line.kind !== 'input' && line.kind !== 'span') return;
    this.setId(line.trace_id, ID_WORDS.trace, 4);
    this.setId(line.span_id, ID_WORDS.span, 2);
    this.setId(line.parent_span_id ?? '', ID_WORDS.parent, 2);
    const digits = line.start_time.padStart(NANOS_DIGITS + 1, '0');
    this.seconds = Number(digits.slice(0, -NANOS_DIGITS));
    this.nanos = Number(digits.slice(-NANOS_DIGITS));
  }

  private skimStatus(bytes: Buffer, end: number): boolean {
    this.status = STATUSES.findIndex((text, code) => code > 0 && startsWith(bytes, this.at, end, text));
    return this.status > 0;
  }

  private skimStart(bytes: Buffer, end: number): boolean {
    const hasIds =
      this.skip(bytes, end, TRACE) &&
      this.readId(bytes, ID_WORDS.trace, 4) &&
      this.skip(bytes, end, SPAN) &&
      this.readId(bytes, ID_WORDS.span, 2) &&
      this.skimParent(bytes, end);
    return hasIds && this.skipValue(bytes, end) && this.skip(bytes, end, START) && this.readTime(bytes, end);
  }

  private skimParent(bytes: Buffer, end: number): boolean {
    if (this.skip(bytes, end, PARENT)) return this.readId(bytes, ID_WORDS.parent, 2);
    this.ids.fill(0, ID_WORDS.parent);
    return true;
  }

  /** The one value that stands between the ids and the time: a number, or a word in quotes. */
  private skipValue(bytes: Buffer, end: number): boolean {
    if (this.skip(bytes, end, FLAGS)) {
      while (isDigit(bytes[this.at])) this.at++;
      return true;
    }
    if (!this.skip(bytes, end, SPAN_KIND)) return false;
    while (isSmallLetter(bytes[this.at])) this.at++;
    return bytes[this.at++] === QUOTE;
  }

  private skip(bytes: Buffer, end: number, expected: Buffer): boolean {
    if (!startsWith(bytes, this.at, end, expected)) return false;
    this.at += expected.length;
    return true;
  }

  private readId(bytes: Buffer, word: number, words: number): boolean {
    for (let index = word; index < word + words; index++) {
      let value = 0;
      for (let digit = 0; digit < DIGITS_A_WORD; digit++) {
        const bits = HEX[bytes[this.at++] ?? 0] ?? NO_DIGIT;
        if (bits === NO_DIGIT) return false;
        value = (value << 4) | bits;
      }
      this.ids[index] = value;
    }
    return true;
  }

  private readTime(bytes: Buffer, end: number): boolean {
    const start = this.at;
    while (this.at < end && isDigit(bytes[this.at])) this.at++;
    const digits = this.at - start;
    if (digits === 0 || digits > MOST_TIME_DIGITS || bytes[this.at] !== QUOTE) return false;
    const nanosStart = Math.max(start, this.at - NANOS_DIGITS);
    this.seconds = numberIn(bytes, start, nanosStart);
    this.nanos = numberIn(bytes, nanosStart, this.at);
    return true;
  }

  private setId(hex: string, word: number, words: number): void {
    if (hex.length !== words * DIGITS_A_WORD || !/^[0-9a-f]+$/i.test(hex)) return;
    this.ids.set(wordsOf(hex), word);
  }
}

/** Hex digits as words of 32 bits. */
export function wordsOf(hex: string): Uint32Array {
  return Uint32Array.from({ length: hex.length / DIGITS_A_WORD }, (_, index) =>
    Number.parseInt(hex.slice(index * DIGITS_A_WORD, (index + 1) * DIGITS_A_WORD), 16),
  );
}

const QUOTE = 34;
const NO_DIGIT = 255;
/** The value of each byte that is a hex digit, as W3C Trace Context writes them. */
const HEX = Uint8Array.from({ length: 256 }, (_, byte) => {
  const value = '0123456789abcdef'.indexOf(String.fromCharCode(byte));
  return value === -1 ? NO_DIGIT : value;
});

function numberIn(bytes: Buffer, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + (bytes[at] ?? 0) - 48;
  return value;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte < 58;
}

function isSmallLetter(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 97 && byte < 123;
}
