import { runSteps } from '../model/run-steps.js';
import { CallOrder } from './call-order.js';
import type { FunctionIndex, IndexedFunctions } from './indexed-functions.js';
import { LineDetails } from './line-details.js';
import { type CallLine, LogLines, type SpanLine } from './log-lines.js';
import { SpanTable } from './span-table.js';

/** A call that has an input line: a row of its function's table. */
export interface IndexedCall {
  readonly index: FunctionIndex;
  readonly row: number;
}

/** Which calls are meant. */
export type CallTest = (index: FunctionIndex, row: number) => boolean;

/**
 * Where every call stands in a log: made by one pass over the lines' heads, without their payloads, 73 to 81
 * bytes a call. `refresh` takes up what was written since.
 */
export class LogIndex {
  /** The log's own path. */
  readonly path: string;
  /** The other spans, where they were kept. */
  readonly spans = new SpanTable();
  /** Whether the calls' lines stand in the order in which the calls started; an exporter writes them as they end. */
  isInStartOrder = true;
  private readonly lines = new LogLines(
    (line) => this.addCall(line),
    (line) => this.spans.add(line, this.detailsOf(line)),
  );
  private readonly details = new LineDetails();
  private readonly latest = { seconds: 0, nanos: 0 };
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

  /** Every recorded call that is meant, in the order of the log. */
  *allCalls(isMeant: CallTest = () => true): Generator<IndexedCall> {
    const nextRows: number[] = [];
    for (let at = 0; at < this.order.size; at++) {
      const id = this.order.at(at);
      const index = this.functions.byId(id);
      if (index === undefined) continue;
      let row = nextRows[id] ?? 0;
      while (row < index.calls.size && !index.calls.hasInput(row)) row++;
      nextRows[id] = row + 1;
      if (isMeant(index, row)) yield { index, row };
    }
  }

  /** The recorded calls of one function, in the order of their numbers. */
  *callsOf(index: FunctionIndex): Generator<IndexedCall> {
    for (const row of index.calls.ordered()) if (index.calls.hasInput(row)) yield { index, row };
  }

  private addCall(line: CallLine): void {
    const { kind, index, invocation } = line;
    const details = this.detailsOf(line);
    if (kind === 'output') index.calls.addOutput(invocation, line, details);
    else if (index.calls.addInput(invocation, line, details)) {
      index.recorded++;
      this.order.add(index.id);
      this.compareStart(details);
    }
  }

  private detailsOf(line: CallLine | SpanLine): LineDetails {
    const isSkimmed = line.tail >= 0 && this.details.skim(line, line.bytes, line.end);
    if (!isSkimmed) this.details.take(this.lines.parse(line));
    return this.details;
  }

  private compareStart({ seconds, nanos }: LineDetails): void {
    const { latest } = this;
    const isLater = seconds > latest.seconds || (seconds === latest.seconds && nanos >= latest.nanos);
    if (!isLater) this.isInStartOrder = false;
    latest.seconds = seconds;
    latest.nanos = nanos;
  }
}
