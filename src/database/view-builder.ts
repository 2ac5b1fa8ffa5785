import { closeSync, constants, mkdirSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { DIRECTORY_MODE, writeNewFile } from './files.js';
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

/**
 * Goes from the log to the view that it should have: a folder per function and per invocation, a file per line.
 * Without a word of what is to be done with a file, it is written where it is missing; what is there already is
 * left as it is, so that two builders do no harm.
 */
export class ViewBuilder {
  readonly #root: string;
  readonly #put: PutFile;
  readonly #dirs = new FunctionDirs();
  readonly #head = new LineHead();
  #offset = 0;

  constructor(root: string, put: PutFile = (file) => writeMissing(root, file)) {
    this.#root = root;
    this.#put = put;
  }

  /** Brings the view up to the log's last whole line. */
  advance(): void {
    const fd = openSync(join(this.#root, 'calls.ndjson'), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    const visitor: LineVisitor = {
      line: (bytes, start, end) => this.#show(bytes.subarray(start, end + 1), (line) => line),
      longLine: (head, offset, length) => this.#show(head, () => readBytes(fd, offset, length + 1)),
    };
    try {
      this.#offset = scanLines(fd, this.#offset, visitor);
    } finally {
      closeSync(fd);
    }
  }

  /** `line` may be only its beginning: `wholeLine` then gets the rest. */
  #show(line: Buffer, wholeLine: (line: Buffer) => Buffer): void {
    const head = this.#head;
    if (!head.skim(line, 0, line.length, false)) {
      this.#showParsed(wholeLine(line));
    } else if (head.kind !== 'span') {
      const name: string = JSON.parse(line.toString('utf8', head.nameStart - 1, head.nameEnd + 1));
      const { kind, invocation } = head;
      this.#putFile(this.#dirs.of(name), invocation, DESCRIPTORS[kind], wholeLine(line));
    }
  }

  /** A line whose head is not in the usual form. */
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
    if (dir !== undefined) this.#put({ dir, invocation, name, line });
  }
}

function writeMissing(root: string, { dir, invocation, name, line }: ViewFile): void {
  const folder = invocation === undefined ? join(root, dir) : join(root, dir, String(invocation));
  mkdirSync(folder, { recursive: true, mode: DIRECTORY_MODE });
  writeNewFile(join(folder, name), line);
}

function readBytes(fd: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  for (let read = -1; filled < length && read !== 0; filled += read) {
    read = readSync(fd, bytes, filled, length - filled, offset + filled);
  }
  return bytes.subarray(0, filled);
}
