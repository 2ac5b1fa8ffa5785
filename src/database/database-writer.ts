import { dirname, join } from 'node:path';
import type { CapturedInput } from '../capture/capture.js';
import { isInline } from '../capture/text.js';
import type { CapturedValue } from '../capture/value-capture.js';
import type { Sidecar } from '../handlers/sidecar.js';
import type { FunctionInfo } from '../model/function-info.js';
import { CallLines } from './call-lines.js';
import { databaseJson, type ResourceLike } from './database-json.js';
import { DiskSpace } from './disk-space.js';
import { DroppedRecords } from './dropped-records.js';
import { replaceFile, syncDirectory, syncFile } from './files.js';
import {
  type CallEnd,
  type CallIdentity,
  type CallValues,
  closedLine,
  type EndTimes,
  nowInNanoseconds,
  type SplitTime,
} from './lines.js';
import { type Durability, LogFile } from './log-file.js';
import { type RecordedFunction, RecordedFunctions } from './recorded-functions.js';
import { SidecarWriter } from './sidecar-writer.js';
import { ViewKeeper } from './view-keeper.js';

/** How a database is written. */
export interface WriterOptions {
  readonly layout: 'folders' | 'packed';
  readonly durability: Durability;
  readonly inlineBytes: number;
  readonly flushBytes: number;
  readonly flushIntervalMs: number;
  readonly overflow: 'block' | 'drop';
  readonly shutdownTimeoutMs: number;
  readonly maxDatabaseBytes: number;
  readonly minFreeBytes: number;
  /** The `-tid` of its name. */
  readonly tag: string | undefined;
  /** The OpenTelemetry resource. */
  readonly resource: ResourceLike;
  /** Told, once until it works again, of what keeps records from being written. */
  readonly onError: (message: string, error: unknown) => void;
}

/** How a call is named in a database. */
export interface WrittenCall {
  readonly function: RecordedFunction;
  readonly invocation: number;
}

/** Writes one database: the log, sidecars, and through its keeper the view. */
export class DatabaseWriter {
  readonly root: string;
  readonly #options: WriterOptions;
  readonly #inlineBytes: number;
  readonly #lines: CallLines;
  readonly #log: LogFile;
  readonly #sidecars: SidecarWriter;
  readonly #space: DiskSpace;
  readonly #view: ViewKeeper | undefined;
  readonly #functions = new RecordedFunctions();
  readonly #dropped: DroppedRecords;
  readonly #created = nowInNanoseconds();

  /** Begins a database in `root`, a directory that was just claimed for it. */
  constructor(root: string, options: WriterOptions) {
    this.root = root;
    this.#options = options;
    this.#inlineBytes = options.layout === 'folders' ? -1 : options.inlineBytes;
    this.#lines = new CallLines(this.#inlineBytes);
    this.#space = new DiskSpace(root, options);
    this.#sidecars = new SidecarWriter(root, options);
    this.#dropped = new DroppedRecords((error) =>
      options.onError(`records are dropped and counted until ${root} can be written to again`, error),
    );
    replaceFile(join(root, 'db.json'), databaseJson({ ...options, created: this.#created }));
    this.#log = new LogFile(join(root, 'calls.ndjson'), {
      ...options,
      onWritten: (size) => this.#written(size),
      onLost: (records, error) => this.#lost(records, error),
    });
    if (options.layout === 'folders') this.#view = new ViewKeeper(root, options);
    if (options.durability === 'fsync') this.#syncBeginning();
  }

  /** Whether the directory was moved or removed: what is written is lost. */
  get isGone(): boolean {
    return this.#space.isGone;
  }

  /** Writes a call's `input` line and sidecars; `undefined` if that is not possible: the call is given up. */
  start(
    info: FunctionInfo,
    invocation: number,
    identity: CallIdentity,
    input: CapturedInput,
  ): RecordedFunction | undefined {
    const fn = this.#functions.of(info);
    if (invocation > fn.calls) fn.calls = invocation;
    if (!this.#hasSpace(identity.startTime) || !this.#saveInput(fn, invocation, input.sidecars))
      return undefined;
    const line = this.#lines.input(fn.inputPrefix + invocation, identity, input);
    return this.#append(fn.isIntroduced ? line : this.#functions.introduce(fn) + line, true) ? fn : undefined;
  }

  /**
   * Writes a call's `output` line and sidecars; that it came back at least, where there is no space for what it
   * came back with.
   */
  end({ function: fn, invocation }: WrittenCall, end: CallEnd, times: EndTimes): void {
    const hasSpace = this.#hasSpace(times.endTime) && this.#saveOutput(fn, invocation, end);
    const kept = hasSpace ? end : { status: end.status };
    this.#append(this.#lines.output(fn.outputPrefix + invocation, kept, times), false);
  }

  /** Writes a line of another span. One that our own writing made is none of the program's. */
  span(line: string, endTime: SplitTime): void {
    if (!this.#log.isWriting && this.#hasSpace(endTime)) this.#append(line, false);
  }

  /** Counts a call that is not recorded. */
  count(info: FunctionInfo, invocation: number): void {
    this.#functions.count(info, invocation);
  }

  /** Counts records that were lost before it began. */
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
    const { total } = this.#dropped;
    const calls = Object.fromEntries([...this.#functions].map((fn) => [fn.info.name, fn.calls]));
    this.#append(closedLine(closed, calls, total), true);
    this.#log.close();
    this.#view?.complete();
    const end = { closed, functions: this.#functions, dropped: total };
    replaceFile(join(this.root, 'db.json'), databaseJson({ ...this.#options, created: this.#created, end }));
  }

  /** Leaves a database that is gone. */
  abandon(): void {
    this.#log.abandon();
    this.#view?.abandon();
  }

  #syncBeginning(): void {
    syncFile(join(this.root, 'db.json'));
    for (const path of [this.root, dirname(this.root)]) syncDirectory(path);
  }

  #append(lines: string, isUrgent: boolean): boolean {
    return this.#log.append(this.#dropped.takeLine() + lines, isUrgent);
  }

  #written(size: number): void {
    this.#functions.linesWritten();
    this.#dropped.linesWritten();
    this.#view?.logHasGrown(size);
  }

  #lost(records: number, error: unknown): void {
    this.#functions.linesLost();
    this.#dropped.linesLost();
    this.#dropped.add(records, error);
  }

  #hasSpace([second]: SplitTime): boolean {
    const refusal =
      this.#space.refusal(this.#log.size + this.#sidecars.bytes, second) ??
      (this.#log.isBehind ? 'the disk is slower than the program' : undefined);
    if (refusal !== undefined) this.#dropped.add(1, new Error(refusal));
    return refusal === undefined;
  }

  #saveInput(fn: RecordedFunction, invocation: number, sidecars: readonly Sidecar[]): boolean {
    if (this.#saveSidecars(fn, invocation, sidecars)) return true;
    this.#sidecars.discard(fn.dir, invocation);
    return false;
  }

  #saveOutput(fn: RecordedFunction, invocation: number, values: CallValues): boolean {
    return (
      this.#saveValue(fn, invocation, values.result) &&
      this.#saveValue(fn, invocation, values.error) &&
      this.#saveValue(fn, invocation, values.argsAfter)
    );
  }

  #saveValue(fn: RecordedFunction, invocation: number, value: CapturedValue | undefined): boolean {
    return value === undefined || this.#saveSidecars(fn, invocation, value.sidecars);
  }

  #saveSidecars({ dir }: RecordedFunction, invocation: number, sidecars: readonly Sidecar[]): boolean {
    if (sidecars.length === 0) return true;
    const files = sidecars.filter((sidecar) => !isInline(sidecar, this.#inlineBytes));
    if (files.length === 0) return true;
    try {
      this.#sidecars.save(dir, invocation, files);
      return true;
    } catch (error) {
      this.#dropped.add(1, error);
      return false;
    }
  }
}
