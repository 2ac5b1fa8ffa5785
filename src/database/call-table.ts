import type { CallStatus } from '../model/log-line.js';
import { bytes, type Column, WideColumn, words } from './column.js';
import { type LineDetails, STATUS_CODES } from './line-details.js';
import { SpanKeys } from './span-keys.js';

/** Where a line stands in the log, in bytes, without its newline. */
export interface LinePlace {
  readonly offset: number;
  readonly length: number;
}

/**
 * Where the lines of one function's calls stand in the log, who started them and how they ended: 49 bytes a call, 57
 * where it has a parent, and some more in a log of more than 4 GB or where the calls' numbers have gaps.
 */
export class CallTable {
  /** How many rows there are; the rows of calls without an input line, whose line was damaged, included. */
  size = 0;
  /** How many calls have an input line but no output line. */
  unfinished = 0;
  /** Ids and start times, of the rows that have an input line. */
  readonly keys = new SpanKeys();
  /** Of the rows from the first on whose number is not their place, counted from 1. */
  private invocations: WideColumn | undefined;
  private firstUneven = Number.POSITIVE_INFINITY;
  private readonly inputOffsets = new WideColumn();
  private readonly inputLengths = words();
  private readonly outputOffsets = new WideColumn();
  private readonly outputLengths = words();
  private readonly statuses = bytes();
  private rows: Map<number, number> | undefined;

  /** Returns `false` if that call has an input line already: the first one counts. */
  addInput(invocation: number, { offset, length }: LinePlace, details: LineDetails): boolean {
    const row = this.find(invocation) ?? this.add(invocation);
    if (this.inputLengths.at(row) !== 0) return false;
    this.inputOffsets.set(row, offset);
    this.inputLengths.set(row, length);
    this.keys.set(row, details);
    if (this.outputLengths.at(row) === 0) this.unfinished++;
    return true;
  }

  /** The first output line of a call counts. */
  addOutput(invocation: number, { offset, length }: LinePlace, { status }: LineDetails): void {
    const row = this.find(invocation) ?? this.add(invocation);
    if (this.outputLengths.at(row) !== 0) return;
    this.outputOffsets.set(row, offset);
    this.outputLengths.set(row, length);
    this.statuses.set(row, status);
    if (this.hasInput(row)) this.unfinished--;
  }

  invocationOf(row: number): number {
    return row < this.firstUneven ? row + 1 : (this.invocations?.at(row - this.firstUneven) ?? 0);
  }

  hasInput(row: number): boolean {
    return this.inputLengths.at(row) !== 0;
  }

  inputOf(row: number): LinePlace | undefined {
    return placeIn(this.inputOffsets, this.inputLengths, row);
  }

  outputOf(row: number): LinePlace | undefined {
    return placeIn(this.outputOffsets, this.outputLengths, row);
  }

  /** `undefined` for a call that has no output line, or one that does not say. */
  statusOf(row: number): CallStatus | undefined {
    return STATUS_CODES[this.statuses.at(row)];
  }

  /** The row of an invocation. Rows are nearly always in its order, often without a gap. */
  find(invocation: number): number | undefined {
    if (this.rows !== undefined) return this.rows.get(invocation);
    const last = this.size === 0 ? 0 : this.invocationOf(this.size - 1);
    if (invocation >= last) return invocation === last ? this.size - 1 : undefined;
    if (invocation <= this.size && this.invocationOf(invocation - 1) === invocation) return invocation - 1;
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
    return low < this.size && this.invocationOf(low) === invocation ? low : undefined;
  }

  private add(invocation: number): number {
    const row = this.size++;
    if (row < this.firstUneven && invocation !== row + 1) this.firstUneven = row;
    if (row >= this.firstUneven) {
      this.invocations ??= new WideColumn();
      this.invocations.set(row - this.firstUneven, invocation);
    }
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
}

function placeIn(offsets: WideColumn, lengths: Column, row: number): LinePlace | undefined {
  const length = lengths.at(row);
  return length === 0 ? undefined : { offset: offsets.at(row), length };
}
