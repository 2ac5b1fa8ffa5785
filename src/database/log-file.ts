import { closeSync, constants, fdatasyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { clearTimeout, setTimeout } from '../model/timers.js';
import { FILE_MODE } from './files.js';
import { LineBuffer } from './line-buffer.js';
import { WritePace } from './write-pace.js';

/** When lines are with the operating system; see the setting `durability`. */
export type Durability = 'call' | 'batch' | 'fsync';

/** How a log is written. */
export interface LogFileOptions {
  readonly durability: Durability;
  /** Bytes at which gathered lines are written. */
  readonly flushBytes: number;
  /** Milliseconds after which gathered lines are written. */
  readonly flushIntervalMs: number;
  /** `drop`: see `isBehind`. */
  readonly overflow: 'block' | 'drop';
  /** Told when all lines so far are with the operating system, and how many bytes those are. */
  readonly onWritten: (size: number) => void;
  /** Told of what could not be written: how many records, and why. */
  readonly onLost: (records: number, error: unknown) => void;
}

const { O_APPEND, O_CREAT, O_EXCL, O_WRONLY } = constants;

/**
 * The append-only log. Lines are gathered and written by one `write` each time: at once when one must be with the
 * operating system before the program goes on, otherwise when enough have come together or time is up. A worker
 * thread gathers none: `terminate()` and the end of the process leave it no time to write them. What a full disk
 * cuts is cut off again, so that every line stays whole.
 */
export class LogFile {
  readonly #fd: number;
  readonly #options: LogFileOptions;
  readonly #pace: WritePace | undefined;
  readonly #isBatched: boolean;
  readonly #pending = new LineBuffer();
  #pendingRecords = 0;
  /** Runs on past a flush: setting it anew for every line would cost more than the line. */
  #timer: NodeJS.Timeout | undefined;
  #size = 0;
  #isTorn = false;
  #isWriting = false;

  constructor(path: string, options: LogFileOptions) {
    this.#options = options;
    if (options.overflow === 'drop') this.#pace = new WritePace(options.flushIntervalMs);
    this.#isBatched = options.durability === 'batch';
    this.#fd = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND, FILE_MODE);
  }

  /** Bytes that are with the operating system. */
  get size(): number {
    return this.#size;
  }

  /** Whether a write is going on now: what is called by it must append nothing. */
  get isWriting(): boolean {
    return this.#isWriting;
  }

  /** Whether the disk is so slow that the program, which does not want to wait for it, should write no more now. */
  get isBehind(): boolean {
    return this.#pace?.isBehind ?? false;
  }

  /**
   * Adds a record of one or more lines, each with its newline; `isUrgent` unless lines are written in batches.
   * Returns `false` if it is lost already.
   */
  append(lines: string, isUrgent: boolean): boolean {
    this.#pending.add(lines);
    this.#pendingRecords++;
    const isDue = isUrgent && !this.#isBatched;
    if (isDue || !isMainThread || this.#pending.size >= this.#options.flushBytes) return this.flush(isDue);
    this.#timer ??= setTimeout(() => this.#timeIsUp(), this.#options.flushIntervalMs).unref();
    return true;
  }

  /** Writes what was gathered. Returns `false` if that was not possible: then it is lost, and counted. */
  flush(isUrgent = false): boolean {
    if (this.#pendingRecords === 0) return true;
    const records = this.#pendingRecords;
    this.#pendingRecords = 0;
    this.#isWriting = true;
    try {
      if (this.#pace === undefined) this.#write(isUrgent);
      else this.#pace.time(() => this.#write(isUrgent));
    } catch (error) {
      this.#cutTornLine();
      this.#options.onLost(records, error);
      return false;
    } finally {
      this.#isWriting = false;
    }
    this.#options.onWritten(this.#size);
    return true;
  }

  /** Writes what was gathered and lets go of the file. */
  close(): void {
    clearTimeout(this.#timer);
    this.flush(true);
    closeSync(this.#fd);
  }

  /** Lets go of the file without writing. */
  abandon(): void {
    clearTimeout(this.#timer);
    closeSync(this.#fd);
  }

  #timeIsUp(): void {
    this.#timer = undefined;
    this.flush();
  }

  #write(isUrgent: boolean): void {
    const { bytes, length } = this.#pending.take();
    if (this.#isTorn) this.#size += writeSync(this.#fd, '\n');
    this.#isTorn = false;
    for (let written = 0; written < length; ) {
      written += writeSync(this.#fd, bytes, written, length - written);
    }
    this.#size += length;
    if (isUrgent && this.#options.durability === 'fsync') fdatasyncSync(this.#fd);
  }

  #cutTornLine(): void {
    try {
      ftruncateSync(this.#fd, this.#size);
    } catch {
      this.#isTorn = true;
    }
  }
}
