import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { FunctionDirs } from './function-dirs.js';
import { type ParsedLine, parseLine } from './parse-line.js';
import { type LineVisitor, scanLines } from './scan-lines.js';
import { LineHead } from './skim-head.js';

/** The file of the view for each kind of line that has one. */
export const DESCRIPTORS = {
  function: 'function.json',
  input: 'input_descriptor.json',
  output: 'output_descriptor.json',
} as const;

/** A file of the view. */
export interface ViewFile {
  /** The function's folder. */
  readonly dir: string;
  /** The call's folder in it; `undefined` for the function's own file. */
  readonly invocation: number | undefined;
  readonly name: (typeof DESCRIPTORS)[keyof typeof DESCRIPTORS];
  /** The line with its newline. */
  readonly line: Buffer;
}

/** What is done with each file that the view should have, in the order of the log. */
export type PutFile = (file: ViewFile) => void;

/** Whether a stretch of the log, numbered from 0, is a builder's own: it shows the lines that begin in there. */
export type IsMine = (stretch: number) => boolean;

/** Of the log: some hundred calls, so that builders have done at about the same time. */
export const STRETCH_BYTES = 32 * 1024;

const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY } = constants;

/** Whoever puts a pipe in the place of a log has at most a thread of ours wait for what never comes, not the program. */
const READ_LOG = O_RDONLY | O_NOFOLLOW | (isMainThread ? O_NONBLOCK : 0);

/** Which part of a view a builder writes, and how. */
export interface ViewShare {
  /** Default: all stretches are its own. */
  readonly isMine?: IsMine | undefined;
  /** Which folders are known to be whose before the log says so. */
  readonly dirs?: FunctionDirs | undefined;
}

/**
 * Goes from the log to the view that it should have: a folder per function and per invocation, a file per line. It
 * goes on where it stopped, with the line that could not be dealt with if there was one.
 */
export class ViewBuilder {
  readonly #root: string;
  readonly #put: PutFile;
  readonly #isMine: IsMine;
  readonly #dirs: FunctionDirs;
  readonly #head = new LineHead();
  #offset = 0;
  #seenSize = 0;
  #stretch = -1;
  #isInOwn = false;

  constructor(
    root: string,
    put: PutFile,
    { isMine = () => true, dirs = new FunctionDirs() }: ViewShare = {},
  ) {
    this.#root = root;
    this.#put = put;
    this.#isMine = isMine;
    this.#dirs = dirs;
  }

  /** Whether the log has changed since it was last looked at. */
  get isBehind(): boolean {
    return statSync(this.#log).size !== this.#seenSize;
  }

  /** Brings the view up to the log's last whole line; `false` if there was none to show. */
  advance(): boolean {
    const fd = openSync(this.#log, READ_LOG);
    try {
      const { size } = fstatSync(fd);
      return size !== this.#seenSize && this.#showFrom(fd, size);
    } finally {
      closeSync(fd);
    }
  }

  #showFrom(fd: number, size: number): boolean {
    const before = this.#offset;
    const visitor: LineVisitor = {
      line: (bytes, start, end, offset) => this.#show(bytes.subarray(start, end + 1), offset, (line) => line),
      longLine: (head, offset, length) => this.#show(head, offset, () => readBytes(fd, offset, length + 1)),
    };
    this.#seenSize = Number.NaN; // unless it comes to the end
    this.#offset = scanLines(fd, before, visitor);
    this.#seenSize = size;
    return this.#offset > before;
  }

  get #log(): string {
    return join(this.#root, 'calls.ndjson');
  }

  /** `line` may be only its beginning: `wholeLine` then gets the rest. */
  #show(line: Buffer, offset: number, wholeLine: (line: Buffer) => Buffer): void {
    const head = this.#head;
    this.#offset = offset;
    this.#enter(Math.floor(offset / STRETCH_BYTES));
    if (!head.skim(line, 0, line.length, false)) {
      this.#showParsed(wholeLine(line));
    } else if (head.kind !== 'span' && this.#isInOwn) {
      const name: string = JSON.parse(line.toString('utf8', head.nameStart - 1, head.nameEnd + 1));
      const { kind, invocation } = head;
      this.#putFile(this.#dirs.of(name), invocation, DESCRIPTORS[kind], wholeLine(line));
    }
  }

  #enter(stretch: number): void {
    if (stretch === this.#stretch) return;
    this.#stretch = stretch;
    this.#isInOwn = this.#isMine(stretch);
  }

  /** A line whose head is not in the usual form. What functions' folders are called has to be known to all builders. */
  #showParsed(line: Buffer): void {
    const parsed: ParsedLine = parseLine(line.toString('utf8'));
    if (parsed.kind === 'function') {
      this.#dirs.claim(parsed.function, parsed.dir);
      this.#putFile(this.#dirs.of(parsed.function), undefined, DESCRIPTORS.function, line);
    } else if (parsed.kind === 'input' || parsed.kind === 'output') {
      this.#putFile(this.#dirs.of(parsed.function), parsed.invocation, DESCRIPTORS[parsed.kind], line);
    }
  }

  #putFile(
    dir: string | undefined,
    invocation: number | undefined,
    name: ViewFile['name'],
    line: Buffer,
  ): void {
    if (dir !== undefined && this.#isInOwn) this.#put({ dir, invocation, name, line });
  }
}

function readBytes(fd: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  for (let read = -1; filled < length && read !== 0; filled += read) {
    read = readSync(fd, bytes, filled, length - filled, offset + filled);
  }
  return bytes.subarray(0, filled);
}
