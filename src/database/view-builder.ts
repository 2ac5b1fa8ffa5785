import { closeSync, constants, mkdirSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { encodeFileName } from '../model/folder-name.js';
import { DIRECTORY_MODE, writeNewFile } from './files.js';
import { parseLine } from './parse-line.js';
import { type LineVisitor, scanLines } from './scan-lines.js';
import { LineHead } from './skim-head.js';

const DESCRIPTORS = { input: 'input_descriptor.json', output: 'output_descriptor.json' } as const;

/**
 * Builds the view from the log of a database that this process writes: a folder per function and per invocation,
 * a file per line. What is there already is left as it is, so that two builders do no harm.
 */
export class ViewBuilder {
  readonly #root: string;
  readonly #dirs = new Map<string, string>();
  readonly #head = new LineHead();
  #offset = 0;

  constructor(root: string) {
    this.#root = root;
  }

  /** Brings the view up to the log's last whole line. */
  advance(): void {
    const fd = openSync(join(this.#root, 'calls.ndjson'), constants.O_RDONLY);
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
      this.#showFunction(wholeLine(line));
    } else if (head.kind !== 'span') {
      const name: string = JSON.parse(line.toString('utf8', head.nameStart - 1, head.nameEnd + 1));
      const folder = join(this.#root, this.#dirOf(name), String(head.invocation));
      mkdirSync(folder, { recursive: true, mode: DIRECTORY_MODE });
      writeNewFile(join(folder, DESCRIPTORS[head.kind]), wholeLine(line));
    }
  }

  #showFunction(line: Buffer): void {
    const parsed = parseLine(line.toString('utf8'));
    if (parsed.kind !== 'function') return;
    this.#dirs.set(parsed.function, parsed.dir);
    const folder = join(this.#root, parsed.dir);
    mkdirSync(folder, { recursive: true, mode: DIRECTORY_MODE });
    writeNewFile(join(folder, 'function.json'), line);
  }

  #dirOf(name: string): string {
    return this.#dirs.get(name) ?? encodeFileName(name);
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
