import { closeSync, constants, fdatasyncSync, fstatSync, ftruncateSync, lstatSync, writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { openPrivate } from '../model/private-files.js';
import { clearTimeout, setTimeout } from '../model/timers.js';
import { fileSizeLimit } from './file-size-limit.js';
import { hasCode } from './files.js';
import { LineBuffer } from './line-buffer.js';
import type { Identity } from './own-directory.js';
import type { WritePace } from './write-pace.js';

/** When lines are with the operating system; see the setting `durability`. */
export type Durability = 'call' | 'batch' | 'fsync';

/** How a log is written. */
export interface LogFileOptions {
  readonly durability: Durability;
  /** Bytes at which gathered lines are written. */
  readonly flushBytes: number;
  /** Milliseconds after which gathered lines are written. */
  readonly flushIntervalMs: number;
  /** Takes the time of writes, if somebody wants to know. */
  readonly pace: WritePace | undefined;
  /** Called before lines are written: what it takes out of them is lost, as it says. */
  readonly beforeWrite: (lines: LineBuffer) => LostLines | undefined;
  /** Told when all lines so far are with the operating system, and how many bytes those are. */
  readonly onWritten: (size: number) => void;
  /** Told of what could not be written: how many records, and why. */
  readonly onLost: (records: number, error: unknown) => void;
  /** Told the same of lines that were taken out. */
  readonly onTakenOut: (lost: LostLines) => void;
}

/** Lines that are not written, for what belongs to them is not there. */
export interface LostLines {
  readonly records: number;
  readonly error: unknown;
}

/** Lines that are gathered, to be written at once. */
export interface Batch {
  isLost: boolean;
}

/** No file: what the program closed may soon be another of its own. */
const NO_FILE = -1;

const { O_APPEND, O_CREAT, O_EXCL, O_WRONLY } = constants;

/**
 * The append-only log. Lines are gathered and written by one `write` each time: at once when one must be with the
 * operating system before the program goes on, otherwise when enough have come together or time is up. A worker
 * thread gathers none: `terminate()` and the end of the process leave it no time to write them. What a full disk
 * cuts is cut off again, so that every line stays whole.
 */
export class LogFile {
  #fd: number;
  readonly #options: LogFileOptions;
  readonly identity: Identity;
  #batch: Batch | undefined;
  readonly #pending = new LineBuffer();
  #pendingRecords = 0;
  /** Runs on past a flush: setting it anew for every line would cost more than the line. */
  #timer: NodeJS.Timeout | undefined;
  #size = 0;
  #isTorn = false;
  #isWriting = false;

  constructor(path: string, options: LogFileOptions) {
    this.#options = options;
    if (options.durability === 'batch' && isMainThread) this.#batch = { isLost: false };
    this.#fd = openPrivate(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND);
    this.identity = lstatSync(path);
  }

  /** Bytes that are with the operating system. */
  get size(): number {
    return this.#size;
  }

  /** Whether a write is going on now: what is called by it must append nothing. */
  get isWriting(): boolean {
    return this.#isWriting;
  }

  /** Whether it has a name anywhere; without one, what is written is lost. */
  get isLinked(): boolean {
    return this.#fd !== NO_FILE && fstatSync(this.#fd).nlink > 0;
  }

  /** What urgent lines are written with that are added now; `undefined` where each is written at once. */
  get batch(): Batch | undefined {
    return this.#batch;
  }

  /** Bytes that were gathered and are not written yet. */
  get pendingBytes(): number {
    return this.#pending.position;
  }

  /** Records that are lost when what was gathered is. */
  get pendingRecords(): number {
    return this.#pendingRecords;
  }

  /**
   * Adds lines, each with its newline, with which so many more records are lost; `isUrgent` unless lines are
   * written in batches. Returns `false` if they are lost already.
   */
  append(lines: string, isUrgent: boolean, records: number): boolean {
    this.#pending.add(lines);
    this.#pendingRecords += records;
    const isDue = isUrgent && this.#batch === undefined;
    if (isDue || !isMainThread || this.#pending.size >= this.#options.flushBytes) return this.flush(isDue);
    this.#timer ??= setTimeout(() => this.#timeIsUp(), this.#options.flushIntervalMs).unref();
    return true;
  }

  /** Writes what was gathered. Returns `false` if that was not possible: then it is lost, and counted. */
  flush(isUrgent = false): boolean {
    if (this.#pending.size > 0) this.#takeOutLost();
    const { size } = this.#pending;
    if (size === 0) return true;
    const { pace } = this.#options;
    const records = this.#pendingRecords;
    const batch = this.#batch;
    this.#pendingRecords = 0;
    if (batch !== undefined) this.#batch = { isLost: false };
    this.#isWriting = true;
    try {
      if (pace === undefined) this.#write(isUrgent);
      else pace.time(size, () => this.#write(isUrgent));
    } catch (error) {
      if (batch !== undefined) batch.isLost = true;
      if (hasCode(error, 'EBADF')) this.#fd = NO_FILE;
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
    try {
      closeSync(this.#fd);
    } catch (error) {
      this.#options.onLost(0, error);
    }
  }

  /** Lets go of the file without writing. */
  abandon(): void {
    clearTimeout(this.#timer);
    if (this.#batch !== undefined) this.#batch.isLost = true;
    try {
      closeSync(this.#fd);
    } catch {
      // Nothing that it could lose is to be kept.
    }
  }

  /** Tells of it when all is in order again: whoever is told may have lines to add. */
  #takeOutLost(): void {
    const lost = this.#settle();
    if (lost === undefined) return;
    this.#pendingRecords -= lost.records;
    this.#options.onTakenOut(lost);
  }

  #settle(): LostLines | undefined {
    this.#isWriting = true;
    try {
      return this.#options.beforeWrite(this.#pending);
    } finally {
      this.#isWriting = false;
    }
  }

  #timeIsUp(): void {
    this.#timer = undefined;
    this.flush();
  }

  #write(isUrgent: boolean): void {
    const { bytes, length } = this.#pending.take();
    if (this.#fd === NO_FILE) throw Object.assign(new Error('EBADF: the log was closed'), { code: 'EBADF' });
    fileSizeLimit.check(this.#size + length);
    if (this.#isTorn) this.#endTornLine();
    for (let written = 0; written < length; ) {
      written += writeSync(this.#fd, bytes, written, length - written);
    }
    if (isUrgent && this.#options.durability === 'fsync') fdatasyncSync(this.#fd);
    this.#size += length;
  }

  /** What could not be cut off stays, and counts. */
  #endTornLine(): void {
    writeSync(this.#fd, '\n');
    this.#size = fstatSync(this.#fd).size;
    this.#isTorn = false;
  }

  #cutTornLine(): void {
    try {
      ftruncateSync(this.#fd, this.#size);
    } catch {
      this.#isTorn = true;
    }
  }
}
