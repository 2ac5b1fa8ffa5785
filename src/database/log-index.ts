import { closeSync, fstatSync, readSync } from 'node:fs';
import { CallOrder } from './call-order.js';
import { type FunctionIndex, IndexedFunctions } from './indexed-functions.js';
import { parseLine } from './parse-line.js';
import { openPlainFile } from './plain-file.js';
import { type LineVisitor, scanLines } from './scan-lines.js';
import { LineHead } from './skim-head.js';

/** A call that has an input line: a row of its function's table. */
export interface IndexedCall {
  readonly index: FunctionIndex;
  readonly row: number;
}

interface CallLine {
  readonly invocation: number;
  readonly offset: number;
  readonly length: number;
}

/**
 * Where every call stands in a log: made by one pass over the lines' heads, without their payloads, about 36
 * bytes a call. `refresh` takes up what was written since.
 */
export class LogIndex implements LineVisitor {
  /** The log's own path. */
  readonly path: string;
  /** In the order in which the log first names them. */
  readonly functions = new IndexedFunctions();
  /** How many records the log says were given up. */
  dropped = 0;
  /** Whether the last line says that the database ended well. */
  isClosed = false;
  private readonly head = new LineHead();
  private readonly order = new CallOrder();
  private fd = -1;
  private end = 0;
  private damagedBefore = 0;
  private isLastDamaged = false;

  constructor(path: string) {
    this.path = path;
  }

  /** Lines that say nothing, but for the last one: that is a torn write. */
  get damaged(): number {
    return this.damagedBefore;
  }

  /** Reads what the log has got since the last time; a log that is not there yet is an empty one. */
  refresh(): void {
    const fd = openPlainFile(this.path);
    if (fd === undefined) return;
    try {
      this.fd = fd;
      if (fstatSync(fd).size > this.end) this.end = scanLines(fd, this.end, this);
    } finally {
      closeSync(fd);
    }
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

  line(bytes: Buffer, start: number, end: number, offset: number): void {
    if (start === end) return;
    const isKnown = this.head.skim(bytes, start, end, true);
    if (isKnown) this.countDamage(!this.takeHead(bytes, offset, end - start));
    else this.takeWhole(bytes.toString('utf8', start, end), offset, end - start);
  }

  longLine(head: Buffer, offset: number, length: number): void {
    if (this.head.skim(head, 0, head.length, false)) this.countDamage(!this.takeHead(head, offset, length));
    else this.takeWhole(this.readWhole(offset, length), offset, length);
  }

  private takeHead(bytes: Buffer, offset: number, length: number): boolean {
    const { kind, invocation } = this.head;
    if (kind === 'span') return true;
    const index = this.functions.at(bytes, this.head.nameStart, this.head.nameEnd);
    if (index === undefined || length >= 2 ** 32) return false;
    this.addCall(index, kind, { invocation, offset, length });
    return true;
  }

  /** For a line whose head is not in the usual form. */
  private takeWhole(text: string, offset: number, length: number): void {
    const line = parseLine(text);
    this.countDamage(line.kind === 'damaged');
    if (line.kind === 'function') this.functions.named(line.function).line ??= line;
    else if (line.kind === 'input' || line.kind === 'output') {
      const { kind, invocation } = line;
      this.addCall(this.functions.named(line.function), kind, { invocation, offset, length });
    } else if (line.kind === 'dropped') this.dropped += line.count;
    else if (line.kind === 'closed') this.close(line.calls);
  }

  private addCall(index: FunctionIndex, kind: 'input' | 'output', call: CallLine): void {
    const { invocation, offset, length } = call;
    if (invocation > index.highest) index.highest = invocation;
    if (kind === 'output') index.calls.addOutput(invocation, offset, length);
    else if (index.calls.addInput(invocation, offset, length)) {
      index.recorded++;
      this.order.add(index.id);
    }
  }

  private close(calls: Readonly<Record<string, unknown>>): void {
    this.isClosed = true;
    for (const [name, count] of Object.entries(calls)) {
      const index = this.functions.get(name);
      if (index !== undefined && Number.isSafeInteger(count))
        index.highest = Math.max(index.highest, Number(count));
    }
  }

  private countDamage(isDamaged: boolean): void {
    if (this.isLastDamaged) this.damagedBefore++;
    this.isLastDamaged = isDamaged;
  }

  private readWhole(offset: number, length: number): string {
    if (length >= 2 ** 29) return '';
    const bytes = Buffer.allocUnsafe(length);
    return bytes.toString('utf8', 0, readSync(this.fd, bytes, 0, length, offset));
  }
}
