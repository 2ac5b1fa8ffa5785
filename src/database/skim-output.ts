import type { CallStatus } from '../model/log-line.js';
import type { CallLine, LogLines } from './log-lines.js';
import type { ParsedLine } from './parse-line.js';
import { startsWith } from './skim-head.js';

const ZERO = 48;
const COMMA = 44;
const CLOSING_BRACE = 125;
const QUOTE = 34;
const MOST_DIGITS = 15;
const STATUSES = (['ok', 'error', 'yielded'] as const).map(
  (status) => [status, Buffer.from(`,"status":"${status}","end_time":"`)] as const,
);
const DURATION = Buffer.from('","duration_ns":');

/** How a call ended, read from its line without what it came back with. */
export class OutputHead {
  status: CallStatus = 'ok';
  durationNs = 0;

  /**
   * Returns `false` for a damaged line.
   * @param lines what shows the line
   */
  read(line: CallLine, lines: Pick<LogLines, 'parse'>): boolean {
    return this.skim(line) || this.take(lines.parse(line));
  }

  private skim({ bytes, tail, end }: CallLine): boolean {
    if (tail < 0) return false;
    const found = STATUSES.find(([, text]) => startsWith(bytes, tail, end, text));
    if (found === undefined) return false;
    this.status = found[0];
    let at = tail + found[1].length;
    while (at < end && bytes[at] !== QUOTE) at++;
    return startsWith(bytes, at, end, DURATION) && this.readDuration(bytes, at + DURATION.length, end);
  }

  private readDuration(bytes: Buffer, from: number, end: number): boolean {
    let ns = 0;
    let at = from;
    for (let digit = digitAt(bytes, at); digit >= 0 && at < end; digit = digitAt(bytes, ++at))
      ns = ns * 10 + digit;
    this.durationNs = ns;
    const isEnded = bytes[at] === COMMA || bytes[at] === CLOSING_BRACE;
    return isEnded && at > from && at - from <= MOST_DIGITS;
  }

  private take(line: ParsedLine): boolean {
    if (line.kind !== 'output') return false;
    this.status = line.status;
    this.durationNs = line.duration_ns;
    return true;
  }
}

function digitAt(bytes: Buffer, at: number): number {
  const digit = (bytes[at] ?? 0) - ZERO;
  return digit <= 9 ? digit : -1;
}
