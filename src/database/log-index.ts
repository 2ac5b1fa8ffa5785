import { runSteps } from '../model/run-steps.js';
import { CallOrder } from './call-order.js';
import type { FunctionIndex, IndexedFunctions } from './indexed-functions.js';
import { type CallLine, LogLines } from './log-lines.js';

/** A call that has an input line: a row of its function's table. */
export interface IndexedCall {
  readonly index: FunctionIndex;
  readonly row: number;
}

/**
 * Where every call stands in a log: made by one pass over the lines' heads, without their payloads, about 36
 * bytes a call. `refresh` takes up what was written since.
 */
export class LogIndex {
  /** The log's own path. */
  readonly path: string;
  private readonly lines = new LogLines((line) => this.addCall(line));
  private readonly order = new CallOrder();
  private end = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** In the order in which the log first names them. */
  get functions(): IndexedFunctions {
    return this.lines.functions;
  }

  /** How many records the log says were given up. */
  get dropped(): number {
    return this.lines.dropped;
  }

  /** Whether the last line says that the database ended well. */
  get isClosed(): boolean {
    return this.lines.isClosed;
  }

  /** Lines that say nothing, but for the last one: that is a torn write. */
  get damaged(): number {
    return this.lines.damaged;
  }

  /** Reads what the log has got since the last time; a log that is not there yet is an empty one. */
  refresh(): void {
    this.end = runSteps(this.lines.read(this.path, this.end));
  }

  /** Every recorded call, in the order of the log. */
  *allCalls(): Generator<IndexedCall> {
    const nextRows: number[] = [];
    for (const id of this.order) {
      const index = this.functions.byId(id);
      if (index === undefined) continue;
      let row = nextRows[id] ?? 0;
      while (row < index.calls.size && !index.calls.hasInput(row)) row++;
      nextRows[id] = row + 1;
      yield { index, row };
    }
  }

  /** The recorded calls of one function, in the order of their numbers. */
  *callsOf(index: FunctionIndex): Generator<IndexedCall> {
    for (const row of index.calls.ordered()) if (index.calls.hasInput(row)) yield { index, row };
  }

  private addCall({ kind, index, invocation, offset, length }: CallLine): void {
    if (kind === 'output') index.calls.addOutput(invocation, offset, length);
    else if (index.calls.addInput(invocation, offset, length)) {
      index.recorded++;
      this.order.add(index.id);
    }
  }
}
