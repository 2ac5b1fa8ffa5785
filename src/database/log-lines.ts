import { closeSync, fstatSync, readSync } from 'node:fs';
import { type FunctionIndex, IndexedFunctions } from './indexed-functions.js';
import { type ParsedLine, parseLine } from './parse-line.js';
import { openPlainFile } from './plain-file.js';
import { type LineVisitor, scanSteps } from './scan-lines.js';
import { LineHead } from './skim-head.js';

const LONGEST_READ = 2 ** 29;
const NO_BYTES: Buffer = Buffer.alloc(0);

/** A line as it stands in the log. Object and bytes are only valid while it is shown: there is one for all lines. */
interface ShownLine {
  /** Where it stands in the log, in bytes, without its newline. */
  readonly offset: number;
  readonly length: number;
  /** The line itself, from `start` to `end`; of one of more than a mebibyte, its first 64 KiB. */
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  /** Where the rest begins, with a comma, behind the invocation's number or the span's name; -1 in a line of an unusual form. */
  readonly tail: number;
}

/** The line of a call's start or end. */
export interface CallLine extends ShownLine {
  readonly kind: 'input' | 'output';
  readonly index: FunctionIndex;
  readonly invocation: number;
}

/** The line of another span, where these were kept. */
export interface SpanLine extends ShownLine {
  readonly kind: 'span';
}

/**
 * What the lines of a log say, told from their heads where these have the usual form. The functions, what was given
 * up, how it ended and what is damaged are kept; the lines of calls and spans are shown.
 */
export class LogLines implements LineVisitor {
  /** In the order in which the log first names them. */
  readonly functions = new IndexedFunctions();
  /** How many records the log says were given up. */
  dropped = 0;
  /** Whether a line says that the database ended well. */
  isClosed = false;
  private readonly showCall: (line: CallLine) => void;
  private readonly showSpan: (line: SpanLine) => void;
  private readonly head = new LineHead();
  private readonly shown = new Shown();
  private fd = -1;
  private damagedBefore = 0;
  private isLastDamaged = false;

  constructor(showCall: (line: CallLine) => void, showSpan: (line: SpanLine) => void = () => {}) {
    this.showCall = showCall;
    this.showSpan = showSpan;
  }

  /** Lines that say nothing, but for the last one: that is a torn write. */
  get damaged(): number {
    return this.damagedBefore;
  }

  /**
   * Reads the log at a path from an offset on; one that is not there is an empty one. Yields after each stretch how
   * far it has come.
   * @returns the offset to go on from when more was written
   */
  *read(path: string, from: number): Generator<number, number> {
    const fd = openPlainFile(path);
    if (fd === undefined) return from;
    try {
      this.fd = fd;
      return fstatSync(fd).size > from ? yield* scanSteps(fd, from, this) : from;
    } finally {
      closeSync(fd);
    }
  }

  /** The whole of a line that is being shown. */
  parse({ bytes, start, end, offset, length }: ShownLine): ParsedLine {
    return parseLine(
      end - start === length ? bytes.toString('utf8', start, end) : this.readWhole(offset, length),
    );
  }

  line(bytes: Buffer, start: number, end: number, offset: number): void {
    if (start === end) return;
    this.shown.place(bytes, start, end);
    this.shown.offset = offset;
    this.shown.length = end - start;
    if (this.head.skim(bytes, start, end, true)) this.countDamage(!this.takeHead());
    else this.takeWhole(bytes.toString('utf8', start, end));
  }

  longLine(bytes: Buffer, offset: number, length: number): void {
    this.shown.place(bytes, 0, bytes.length);
    this.shown.offset = offset;
    this.shown.length = length;
    if (this.head.skim(bytes, 0, bytes.length, false)) this.countDamage(!this.takeHead());
    else this.takeWhole(this.readWhole(offset, length));
  }

  private takeHead(): boolean {
    const { head, shown } = this;
    shown.tail = head.tail;
    if (head.kind === 'span') {
      this.takeSpan();
      return true;
    }
    const index = this.functions.at(shown.bytes, head.nameStart, head.nameEnd);
    if (index === undefined || shown.length >= 2 ** 32) return false;
    this.takeCall(head.kind, index, head.invocation);
    return true;
  }

  /** For a line whose head is not in the usual form. */
  private takeWhole(text: string): void {
    const line = parseLine(text);
    this.countDamage(line.kind === 'damaged');
    if (line.kind === 'function') this.functions.named(line.function).line ??= line;
    else if (line.kind === 'input' || line.kind === 'output')
      this.takeCall(line.kind, this.functions.named(line.function), line.invocation);
    else if (line.kind === 'span') this.takeSpan();
    else if (line.kind === 'dropped') this.dropped += line.count;
    else if (line.kind === 'closed') this.close(line.calls);
  }

  private takeSpan(): void {
    this.shown.kind = 'span';
    this.showSpan(this.shown as SpanLine);
  }

  private takeCall(kind: 'input' | 'output', index: FunctionIndex, invocation: number): void {
    const { shown } = this;
    shown.kind = kind;
    shown.index = index;
    shown.invocation = invocation;
    if (invocation > index.highest) index.highest = invocation;
    this.showCall(shown as CallLine);
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
    if (length >= LONGEST_READ) return '';
    const bytes = Buffer.allocUnsafe(length);
    return bytes.toString('utf8', 0, readSync(this.fd, bytes, 0, length, offset));
  }
}

/** The line that is shown, whichever it is: a million lines make no garbage. */
class Shown {
  kind: 'input' | 'output' | 'span' = 'span';
  /** Of the last call, while a span is shown; the same the next. */
  index: FunctionIndex | undefined;
  invocation = 0;
  offset = 0;
  length = 0;
  bytes: Buffer = NO_BYTES;
  start = 0;
  end = 0;
  tail = -1;

  place(bytes: Buffer, start: number, end: number): void {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.tail = -1;
  }
}
