import { dirname, join } from 'node:path';
import type { CapturedInput } from '../capture/capture.js';
import { byteLength } from '../capture/intrinsics.js';
import type { FunctionInfo } from '../model/function-info.js';
import { CallLines } from './call-lines.js';
import { databaseJson } from './database-json.js';
import { DiskSpace, type Whereabouts } from './disk-space.js';
import { DroppedRecords } from './dropped-records.js';
import { FailureTeller } from './failure-teller.js';
import { fileSizeLimit } from './file-size-limit.js';
import { replaceFile, syncDirectory, syncFile } from './files.js';
import {
  type CallEnd,
  type CallIdentity,
  closedLine,
  type EndTimes,
  nowInNanoseconds,
  type SplitTime,
} from './lines.js';
import { type Batch, LogFile, type LostLines } from './log-file.js';
import { LogHealth } from './log-health.js';
import { OwnDirectory } from './own-directory.js';
import { type RecordedFunction, RecordedFunctions } from './recorded-functions.js';
import type { SidecarJob } from './sidecar-job.js';
import { SidecarWriter } from './sidecar-writer.js';
import { type UnsavedLine, UnsavedLines } from './unsaved-lines.js';
import { ViewKeeper } from './view-keeper.js';
import { WritePace } from './write-pace.js';
import type { WriterOptions } from './writer-options.js';

/** Each is there even so: what is missing may be inherited, from the program's `Object.prototype`. */
const NO_VALUES = { result: undefined, error: undefined, argsAfter: undefined };
const NO_FILES: readonly SidecarJob[] = [];

/** How a call is named in a database. */
export interface WrittenCall {
  readonly function: RecordedFunction;
  readonly invocation: number;
  /** What its `input` line is written with; `undefined` when it is written already. */
  readonly batch?: Batch | undefined;
}

/**
 * Writes one database: the log, sidecars, and through its keeper the view. Of the calls that it is given each is in
 * the log from its start to its end, or is counted once as dropped.
 */
export class DatabaseWriter {
  readonly root: string;
  readonly #options: WriterOptions;
  readonly #lines: CallLines;
  readonly #directory: OwnDirectory;
  readonly #log: LogFile;
  readonly #sidecars: SidecarWriter;
  readonly #unsaved: UnsavedLines;
  readonly #space: DiskSpace;
  readonly #pace: WritePace | undefined;
  readonly #view: ViewKeeper | undefined;
  readonly #functions = new RecordedFunctions();
  readonly #failures: FailureTeller;
  readonly #dropped: DroppedRecords;
  readonly #health = new LogHealth();
  readonly #created = nowInNanoseconds();
  /** Calls that are lost, at most, if the database was removed just after it was last seen. */
  #unseen = 0;

  /** Begins a database in `root`, a directory that was just claimed for it. */
  constructor(root: string, options: WriterOptions) {
    this.root = root;
    this.#options = options;
    const inlineBytes = options.layout === 'folders' ? -1 : options.inlineBytes;
    this.#lines = new CallLines(inlineBytes);
    this.#failures = new FailureTeller(options.onError);
    this.#dropped = new DroppedRecords(root, this.#failures);
    if (options.overflow === 'drop') this.#pace = new WritePace(options.flushIntervalMs);
    const begun = databaseJson({ ...options, created: this.#created });
    fileSizeLimit.check(begun.length);
    replaceFile(join(root, 'db.json'), begun);
    this.#directory = new OwnDirectory(root);
    this.#log = this.#openLog();
    this.#sidecars = new SidecarWriter(this.#directory, {
      ...options,
      inlineBytes,
      pace: this.#pace,
      onLost: (error) => this.#lostFiles(error),
    });
    this.#unsaved = new UnsavedLines(this.#sidecars);
    this.#space = new DiskSpace(this.#directory, this.#log, options, () => {
      this.#unseen = this.batch === undefined ? 0 : this.#log.pendingRecords;
    });
    if (options.layout === 'folders')
      this.#view = new ViewKeeper(this.#directory, options.shutdownTimeoutMs, this.#failures);
  }

  /** Where the database was when that was last looked at. */
  get whereabouts(): Whereabouts {
    return this.#space.whereabouts;
  }

  /** Looks where it is. */
  look(): Whereabouts {
    return this.#space.look();
  }

  /** Whether the log could not be written for so long that another database should be begun. */
  get isUnwritable(): boolean {
    return this.#health.isHopeless;
  }

  /** What the `input` line of a call that starts now is written with. */
  get batch(): Batch | undefined {
    return this.#log.batch;
  }

  /**
   * Writes a call's `input` line and sidecars. `undefined` if that is not possible: the call is counted as dropped,
   * unless the database is not in its place.
   */
  start(
    info: FunctionInfo,
    invocation: number,
    identity: CallIdentity,
    input: CapturedInput,
  ): RecordedFunction | undefined {
    const hasSpace = this.#hasSpace(identity.startTime);
    if (this.whereabouts !== 'in place') return undefined;
    const fn = this.#functions.of(info);
    if (invocation > fn.calls) fn.calls = invocation;
    if (!hasSpace || !this.#keepsUp()) return undefined;
    if (!this.#sidecars.saveInput(fn.dir, invocation, input.sidecars)) return undefined;
    const files = this.#sidecars.takeQueued();
    const line = this.#lines.input(fn.inputPrefix + invocation, identity, input);
    const before = fn.isIntroduced ? '' : this.#functions.introduce(fn);
    const isWritten =
      files === undefined
        ? this.#append(before + line, true, 1)
        : this.#appendUnsaved(before, line, {
            dir: fn.dir,
            invocation,
            files,
            instead: undefined,
            records: 1,
          });
    if (isWritten) {
      this.#unseen++;
      return fn;
    }
    if (input.sidecars.length > 0) this.#sidecars.discard(fn.dir, invocation);
    return undefined;
  }

  /**
   * Writes a call's `output` line and sidecars; that it came back at least, where there is no space for what it
   * came back with. Of a call whose start is lost nothing is written: it is counted already.
   */
  end({ function: fn, invocation, batch }: WrittenCall, end: CallEnd, times: EndTimes): void {
    if (batch?.isLost || this.#unsaved.endsLost(fn.dir, invocation)) return;
    let records = batch !== undefined && batch === this.#log.batch ? 0 : 1;
    let kept = end;
    if (!this.#hasSpace(times.endTime) || !this.#sidecars.saveOutput(fn.dir, invocation, end)) {
      kept = { status: end.status, ...NO_VALUES };
      records--; // counted just now
    }
    const files = this.#sidecars.takeQueued() ?? NO_FILES;
    const head = fn.outputPrefix + invocation;
    const line = this.#lines.output(head, kept, times);
    if (files === NO_FILES && !this.#unsaved.has(fn.dir, invocation)) {
      this.#append(line, false, records);
    } else {
      const instead = this.#lines.output(head, { status: end.status, ...NO_VALUES }, times);
      this.#appendUnsaved('', line, { dir: fn.dir, invocation, files, instead, records });
    }
  }

  /** Writes a line of another span. One that our own writing made is none of the program's. */
  span(line: string, endTime: SplitTime): void {
    if (!this.#log.isWriting && this.#hasSpace(endTime) && this.#keepsUp()) this.#append(line, false, 1);
  }

  /** Counts a call that is not recorded. */
  count(info: FunctionInfo, invocation: number): void {
    this.#functions.count(info, invocation);
  }

  /** Counts a record that cannot be written, and says why. */
  drop(error: unknown): void {
    this.#dropped.add(1, error);
  }

  /** Counts records that were lost elsewhere, of which the program was told. */
  countDropped(records: number, reason: unknown): void {
    this.#dropped.count(records, reason);
  }

  /** Has all lines with the operating system. */
  flush(): void {
    this.#log.flush();
  }

  /** Completes log and view and locks the database; may take up to `shutdownTimeoutMs`. */
  close(): void {
    const closed = nowInNanoseconds();
    const calls = Object.fromEntries([...this.#functions].map((fn) => [fn.info.name, fn.calls]));
    this.#log.flush(); // what is lost of it, the next lines count
    this.#append(closedLine(closed, calls, this.#dropped.total), true, 0);
    this.#log.close();
    this.#sidecars.close();
    if (this.whereabouts === 'in place' || this.#directory.canBeFollowed) this.#settle(closed);
    else this.#view?.abandon();
    this.#directory.close();
  }

  /**
   * Leaves a database that was removed or cannot be written. Returns how many calls were lost of which nobody could
   * tell.
   */
  abandon(): number {
    const unwritten = this.whereabouts === 'removed' ? this.#unseen : this.#log.pendingRecords;
    const lost = this.#dropped.untold + unwritten;
    this.#log.abandon();
    this.#sidecars.abandon();
    this.#view?.abandon();
    this.#directory.close();
    return lost;
  }

  #openLog(): LogFile {
    const { root } = this;
    let log: LogFile | undefined;
    try {
      log = new LogFile(join(root, 'calls.ndjson'), {
        ...this.#options,
        pace: this.#pace,
        beforeWrite: (lines) => this.#unsaved.settle(lines),
        onWritten: (size) => this.#written(size),
        onLost: (records, error) => this.#lost(records, error),
        onTakenOut: (lost) => this.#lostLines(lost),
      });
      if (this.#options.durability === 'fsync') this.#syncBeginning();
      return log;
    } catch (error) {
      log?.abandon();
      this.#directory.close();
      throw error;
    }
  }

  #syncBeginning(): void {
    syncFile(join(this.root, 'db.json'));
    for (const path of [this.root, dirname(this.root)]) syncDirectory(path);
  }

  #settle(closed: string): void {
    this.#view?.complete();
    const end = { closed, functions: this.#functions, dropped: this.#dropped.total };
    const text = databaseJson({ ...this.#options, created: this.#created, end });
    try {
      fileSizeLimit.check(text.length);
      replaceFile(join(this.#directory.reach(), 'db.json'), text);
    } catch (error) {
      const named = this.#directory.inItsName(error);
      this.#failures.failed(`${this.root} could not be closed; 'callmonitor repair' does it`, named);
    }
  }

  #append(lines: string, isUrgent: boolean, records: number): boolean {
    return this.#log.append(this.#dropped.takeLine() + lines, isUrgent, records);
  }

  /** Appends a line, and what is to come before it, that is not to be written before its files are. */
  #appendUnsaved(before: string, line: string, unsaved: Omit<UnsavedLine, 'start' | 'end'>): boolean {
    const head = this.#dropped.takeLine() + before;
    const start = this.#log.pendingBytes + byteLength(head);
    this.#unsaved.add({ ...unsaved, start, end: start + byteLength(line) });
    return this.#log.append(head + line, false, unsaved.records);
  }

  #written(size: number): void {
    this.#functions.linesWritten();
    this.#dropped.linesWritten();
    this.#failures.worked();
    this.#health.written();
    this.#view?.logHasGrown(size);
  }

  #lost(records: number, error: unknown): void {
    this.#functions.linesLost();
    this.#dropped.linesLost();
    this.#health.failed(error);
    this.#dropped.add(records, error);
  }

  /** Where the database is gone, the call is written elsewhere. */
  #lostFiles(error: unknown): void {
    if (this.look() !== 'in place') return;
    this.#health.failed(error);
    this.#dropped.add(1, error);
  }

  /** Where the database is removed, they are counted as not seen. */
  #lostLines({ records, error }: LostLines): void {
    if (this.look() === 'removed') return;
    this.#health.failed(error);
    this.#dropped.add(records, error);
  }

  #hasSpace(time: SplitTime): boolean {
    const refusal = this.#space.refusal(this.#log.size + this.#sidecars.bytes, time);
    if (refusal !== undefined) this.#dropped.add(1, new Error(refusal));
    return refusal === undefined;
  }

  #keepsUp(): boolean {
    if (!this.#pace?.isBehind) return true;
    this.#dropped.add(1, new Error('the disk is slower than the program'));
    return false;
  }
}
