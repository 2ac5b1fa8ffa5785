import { closeSync, constants, fdatasyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { FILE_MODE } from './files.js';

/** When lines are with the operating system; see the setting `durability`. */
export type Durability = 'call' | 'batch' | 'fsync';

/** How a log is written. */
export interface LogFileOptions {
  readonly durability: Durability;
  /** Bytes at which gathered lines are written. */
  readonly flushBytes: number;
  /** Milliseconds after which gathered lines are written. */
  readonly flushIntervalMs: number;
  /** Told of what could not be written: how many records, and why. */
  readonly onLost: (records: number, error: unknown) => void;
}

const { O_APPEND, O_CREAT, O_EXCL, O_WRONLY } = constants;
/** As they were when this module was loaded: tests replace timers. */
const { setTimeout, clearTimeout } = globalThis;

/**
 * The append-only log. Lines are gathered and written by one `write` each time: at once when one must be with the
 * operating system before the program goes on, otherwise when enough have come together or time is up. What a full
 * disk cuts is cut off again, so that every line stays whole.
 */
export class LogFile {
  readonly #fd: number;
  readonly #options: LogFileOptions;
  #pending = '';
  #pendingRecords = 0;
  #timer: NodeJS.Timeout | undefined;
  #size = 0;
  #isTorn = false;

  constructor(path: string, options: LogFileOptions) {
    this.#options = options;
    this.#fd = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND, FILE_MODE);
  }

  /** Bytes that are with the operating system. */
  get size(): number {
    return this.#size;
  }

  /** Adds a record of one or more lines, each with its newline; `isUrgent` unless lines are written in batches. */
  append(lines: string, isUrgent: boolean): void {
    this.#pending += lines;
    this.#pendingRecords++;
    const isDue = isUrgent && this.#options.durability !== 'batch';
    if (isDue || this.#pending.length >= this.#options.flushBytes) this.flush(isDue);
    else this.#timer ??= setTimeout(() => this.flush(), this.#options.flushIntervalMs).unref();
  }

  /** Writes what was gathered. Returns `false` if that was not possible: then it is lost, and counted. */
  flush(isUrgent = false): boolean {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending === '') return true;
    const [text, records] = [this.#pending, this.#pendingRecords];
    this.#pending = '';
    this.#pendingRecords = 0;
    try {
      this.#write(this.#isTorn ? `\n${text}` : text);
      if (isUrgent && this.#options.durability === 'fsync') fdatasyncSync(this.#fd);
      return true;
    } catch (error) {
      this.#cutTornLine();
      this.#options.onLost(records, error);
      return false;
    }
  }

  /** Writes what was gathered and lets go of the file. */
  close(): void {
    this.flush(true);
    closeSync(this.#fd);
  }

  #write(text: string): void {
    const length = Buffer.byteLength(text);
    let written = writeSync(this.#fd, text);
    if (written < length) {
      const bytes = Buffer.from(text);
      while (written < length) written += writeSync(this.#fd, bytes, written);
    }
    this.#isTorn = false;
    this.#size += length;
  }

  #cutTornLine(): void {
    try {
      ftruncateSync(this.#fd, this.#size);
    } catch {
      this.#isTorn = true;
    }
  }
}
