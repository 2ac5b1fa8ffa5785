const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const CLOSING_BRACE = 125;
const ZERO = 48;
const MOST_DIGITS = 15;

const INPUT = Buffer.from('{"kind":"input","function":"');
const OUTPUT = Buffer.from('{"kind":"output","function":"');
const SPAN = Buffer.from('{"kind":"span",');
const SPAN_NAME = Buffer.from('{"kind":"span","name":"');
const INVOCATION = Buffer.from(',"invocation":');

/**
 * What stands at the beginning of a line, found by position, for the log's keys have a fixed order (FORMAT.md).
 * One object is used for all lines: a million calls make no garbage.
 */
export class LineHead {
  kind: 'input' | 'output' | 'span' = 'span';
  /** Where the function's name stands, between its quotes, as JSON writes it. */
  nameStart = 0;
  nameEnd = 0;
  invocation = 0;
  /** Where the rest of the line begins, with a comma: behind the invocation's number, or a span's name. */
  tail = 0;

  /** Returns `false` for a line that has not the expected form; it may still be a good one. */
  skim(bytes: Buffer, start: number, end: number, isWhole: boolean): boolean {
    if (isWhole && bytes[end - 1] !== CLOSING_BRACE) return false;
    if (startsWith(bytes, start, end, INPUT)) return this.skimCall('input', bytes, start + INPUT.length, end);
    if (startsWith(bytes, start, end, OUTPUT))
      return this.skimCall('output', bytes, start + OUTPUT.length, end);
    this.kind = 'span';
    const hasName = startsWith(bytes, start, end, SPAN_NAME);
    this.tail = hasName ? endOfString(bytes, start + SPAN_NAME.length, end) + 1 : end;
    return startsWith(bytes, start, end, SPAN);
  }

  private skimCall(kind: 'input' | 'output', bytes: Buffer, nameStart: number, end: number): boolean {
    const nameEnd = endOfString(bytes, nameStart, end);
    if (!startsWith(bytes, nameEnd + 1, end, INVOCATION)) return false;
    this.kind = kind;
    this.nameStart = nameStart;
    this.nameEnd = nameEnd;
    return this.readInvocation(bytes, nameEnd + 1 + INVOCATION.length, end);
  }

  private readInvocation(bytes: Buffer, start: number, end: number): boolean {
    let invocation = 0;
    let at = start;
    for (; at < end && isDigit(bytes[at]); at++) invocation = invocation * 10 + (bytes[at] ?? 0) - ZERO;
    this.invocation = invocation;
    this.tail = at;
    return invocation > 0 && at - start <= MOST_DIGITS && bytes[at] === COMMA;
  }
}

/** Whether the bytes from `start` begin with the given ones. */
export function startsWith(bytes: Buffer, start: number, end: number, expected: Buffer): boolean {
  if (end - start < expected.length) return false;
  for (let index = 0; index < expected.length; index++) {
    if (bytes[start + index] !== expected[index]) return false;
  }
  return true;
}

/** Where the string that begins at `start` has its closing quote; `end` if it has none. */
function endOfString(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return Math.min(at, end);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte < ZERO + 10;
}
