import type { CallStatus } from '../model/log-line.js';
import { type LineDetails, STATUS_CODES } from './line-details.js';
import { SpanKeys } from './span-keys.js';

const FIRST_ROWS = 8;

/** Where a line stands in the log, in bytes, without its newline. */
export interface LinePlace {
  readonly offset: number;
  readonly length: number;
}

/** Where the lines of one function's calls stand in the log, who started them and how they ended: 77 bytes a call. */
export class CallTable {
  /** How many rows there are; the rows of calls without an input line, whose line was damaged, included. */
  size = 0;
  /** How many calls have an input line but no output line. */
  unfinished = 0;
  /** Ids and start times, of the rows that have an input line. */
  readonly keys = new SpanKeys();
  private invocations = new Float64Array(FIRST_ROWS);
  private inputOffsets = new Float64Array(FIRST_ROWS);
  private inputLengths = new Uint32Array(FIRST_ROWS);
  private outputOffsets = new Float64Array(FIRST_ROWS);
  private outputLengths = new Uint32Array(FIRST_ROWS);
  private statuses = new Uint8Array(FIRST_ROWS);
  private rows: Map<number, number> | undefined;

  /** Returns `false` if that call has an input line already: the first one counts. */
  addInput(invocation: number, { offset, length }: LinePlace, details: LineDetails): boolean {
    const row = this.find(invocation) ?? this.add(invocation);
    if (this.inputLengths[row] !== 0) return false;
    this.inputOffsets[row] = offset;
    this.inputLengths[row] = length;
    this.keys.set(row, details);
    if (this.outputLengths[row] === 0) this.unfinished++;
    return true;
  }

  /** The first output line of a call counts. */
  addOutput(invocation: number, { offset, length }: LinePlace, { status }: LineDetails): void {
    const row = this.find(invocation) ?? this.add(invocation);
    if (this.outputLengths[row] !== 0) return;
    this.outputOffsets[row] = offset;
    this.outputLengths[row] = length;
    this.statuses[row] = status;
    if (this.hasInput(row)) this.unfinished--;
  }

  invocationOf(row: number): number {
    return this.invocations[row] ?? 0;
  }

  hasInput(row: number): boolean {
    return (this.inputLengths[row] ?? 0) !== 0;
  }

  inputOf(row: number): LinePlace | undefined {
    return placeIn(this.inputOffsets, this.inputLengths, row);
  }

  outputOf(row: number): LinePlace | undefined {
    return placeIn(this.outputOffsets, this.outputLengths, row);
  }

  /** `undefined` for a call that has no output line, or one that does not say. */
  statusOf(row: number): CallStatus | undefined {
    return STATUS_CODES[this.statuses[row] ?? 0];
  }

  /** The row of an invocation. Rows are nearly always in its order, often without a gap. */
  find(invocation: number): number | undefined {
    if (this.rows !== undefined) return this.rows.get(invocation);
    const last = this.size === 0 ? 0 : this.invocationOf(this.size - 1);
    if (invocation >= last) return invocation === last ? this.size - 1 : undefined;
    if (invocation <= this.size && this.invocations[invocation - 1] === invocation) return invocation - 1;
    return this.search(invocation);
  }

  /** The rows in the order of their invocations. */
  *ordered(): Generator<number> {
    if (this.rows !== undefined) yield* [...this.rows].sort(([a], [b]) => a - b).map(([, row]) => row);
    else for (let row = 0; row < this.size; row++) yield row;
  }

  private search(invocation: number): number | undefined {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.invocationOf(middle) < invocation) low = middle + 1;
      else high = middle;
    }
    return low < this.size && this.invocations[low] === invocation ? low : undefined;
  }

  private add(invocation: number): number {
    if (this.size === this.invocations.length) this.grow();
    const row = this.size++;
    this.invocations[row] = invocation;
    if (row > 0 && this.invocationOf(row - 1) > invocation) this.rows ??= this.mapRows();
    this.rows?.set(invocation, row);
    return row;
  }

  /** For a log whose numbers go back and forth: the order of the rows no longer finds them. */
  private mapRows(): Map<number, number> {
    const rows = new Map<number, number>();
    for (let row = 0; row < this.size; row++) rows.set(this.invocationOf(row), row);
    return rows;
  }

  private grow(): void {
    const length = this.size * 2;
    this.invocations = copyInto(new Float64Array(length), this.invocations);
    this.inputOffsets = copyInto(new Float64Array(length), this.inputOffsets);
    this.inputLengths = copyInto(new Uint32Array(length), this.inputLengths);
    this.outputOffsets = copyInto(new Float64Array(length), this.outputOffsets);
    this.outputLengths = copyInto(new Uint32Array(length), this.outputLengths);
    this.statuses = copyInto(new Uint8Array(length), this.statuses);
  }
}

function placeIn(offsets: Float64Array, lengths: Uint32Array, row: number): LinePlace | undefined {
  const length = lengths[row] ?? 0;
  return length === 0 ? undefined : { offset: offsets[row] ?? 0, length };
}

function copyInto<T extends Float64Array | Uint32Array | Uint8Array>(larger: T, smaller: T): T {
  larger.set(smaller);
  return larger;
}
