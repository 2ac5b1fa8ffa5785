import type { CapturedInput } from '../capture/capture.js';
import { Attempts } from '../model/attempts.js';
import type { FunctionInfo } from '../model/function-info.js';
import { knownFunctions } from '../model/known-functions.js';
import { SafeMap, SafeSet } from '../model/safe-collections.js';
import type { Settings } from '../settings/settings.js';
import type { ResourceLike } from './database-json.js';
import type { DatabaseWriter, WrittenCall } from './database-writer.js';
import { EarlySpans } from './early-spans.js';
import { whenProcessEnds } from './exit.js';
import type { CallEnd, CallIdentity, EndTimes } from './lines.js';
import { countAll, type OpenDatabase, openDatabase } from './open-database.js';
import type { EndedSpan } from './span-lines.js';
import { findThreadTag } from './thread-tag.js';
import { UnrecordedCalls } from './unrecorded-calls.js';

/** What a recording needs to know, asked for whenever it begins a database. */
export interface RecordingOptions {
  /** The settings in force. */
  readonly settings: () => Settings;
  /** The id that the program gave this thread. */
  readonly threadId: () => string | undefined;
  /** Told of what keeps records from being written. */
  readonly onError: (message: string, error: unknown) => void;
  /** Calls keep the numbers that they had in the process, for their spans say so already. Default: from 1. */
  readonly keepsOrdinals?: boolean;
}

/** A call that was written when it started, and where. */
export interface OpenCall extends WrittenCall {
  /** The recording that wrote it. */
  readonly owner: Recording;
  /** For whoever keeps several. */
  next: OpenCall | undefined;
  readonly database: OpenDatabase;
  /** Whether a limit cut something of its input. */
  readonly isCut: boolean;
}

/** What is known of a call when it starts. */
export interface CallStart {
  readonly identity: CallIdentity;
  readonly input: CapturedInput;
  /** The OpenTelemetry resource; the one of its first call is the database's. */
  readonly resource: ResourceLike;
}

/** All recordings of this thread, for `context.new()` and the process's end. */
const recordings = new Set<Recording>();

/** What one processor or exporter writes: one database after another. */
export class Recording {
  readonly #options: RecordingOptions;
  readonly #open = new SafeSet<OpenDatabase>();
  #current: OpenDatabase | undefined;
  #callsBefore: ReadonlyMap<FunctionInfo, number>;
  readonly #earlySpans = new EarlySpans();
  #isClosed = false;
  /** Above 0 while it writes: spans of that are none of the program's. */
  #busy = 0;
  /** To begin a database: a file system that is broken is left alone. */
  readonly #attempts = new Attempts();
  readonly #unrecorded = new UnrecordedCalls();

  constructor(options: RecordingOptions) {
    this.#options = options;
    this.#callsBefore = this.#countCalls();
    recordings.add(this);
  }

  /** The directory of the database that is being written, if one is. */
  get root(): string | undefined {
    return this.#current?.writer.root;
  }

  /**
   * Writes the start of a call, the `ordinal`th of its function in this process; begins a database if none is
   * open. `undefined` if the call could not be written.
   */
  start(fn: FunctionInfo, ordinal: number, start: CallStart): OpenCall | undefined {
    if (this.#current?.writer.isUnwritable) this.#leave(this.#current, fn, ordinal);
    const call = this.#startIn(this.#openFor(start), fn, ordinal, start);
    if (this.#current === undefined || this.#current.writer.whereabouts === 'in place') return call;
    this.#leave(this.#current, fn, ordinal);
    return this.#startIn(this.#openFor(start), fn, ordinal, start);
  }

  /** Counts a call that cannot be recorded. */
  drop(reason: string): void {
    const error = new Error(reason);
    if (this.#current !== undefined) return this.#current.writer.drop(error);
    this.#unrecorded.add(1);
    this.#unrecorded.reason ??= error;
  }

  /** Writes the end of a call into the database in which it started. */
  end(call: OpenCall, end: CallEnd, times: EndTimes): void {
    const { database } = call;
    if (database.isClosed) {
      if (database.writer.isUnwritable && !call.batch?.isLost) this.#countLost(1, database);
      return;
    }
    this.#busy++;
    try {
      database.writer.end(call, end, times);
    } finally {
      this.#busy--;
    }
    database.running--;
    if (!call.isCut && (end.result?.isCut || end.error?.isCut)) database.written.cut++;
    if (database.isFinished && database.running === 0) this.#close(database);
  }

  /**
   * Writes a span that is of no intercepted call. It begins no database: as long as there is none, the latest spans
   * are kept for the next.
   */
  span(span: EndedSpan): void {
    if (this.#busy > 0 || this.#isClosed) return;
    if (this.#current === undefined) this.#earlySpans.add(span);
    else this.#writeSpan(this.#current, span);
  }

  /** Has everything with the operating system. */
  flush(): void {
    for (const { writer } of this.#open) writer.flush();
  }

  /**
   * Ends the present database, so that the next call begins a new one; calls are counted from 1 again. Those that
   * are running still end in the old one, which is closed after the last of them. Returns its directory;
   * `undefined` if none was begun.
   */
  renew(): string | undefined {
    const database = this.#current;
    this.#current = undefined;
    this.#callsBefore = new SafeMap();
    if (database === undefined) return undefined;
    countAll(database);
    database.isFinished = true;
    if (database.running === 0) this.#close(database);
    else database.writer.flush();
    return database.writer.root;
  }

  /** Closes all databases; nothing is written any more. */
  close(): void {
    this.#isClosed = true;
    if (this.#current !== undefined) countAll(this.#current);
    this.#current = undefined;
    for (const database of this.#open) this.#close(database);
    recordings.delete(this);
  }

  #openFor({ resource }: CallStart): OpenDatabase | undefined {
    this.#current ??= this.#alone(() => this.#begin(resource));
    return this.#current;
  }

  #startIn(
    database: OpenDatabase | undefined,
    fn: FunctionInfo,
    ordinal: number,
    { identity, input }: CallStart,
  ): OpenCall | undefined {
    if (database === undefined) {
      this.#unrecorded.add(1);
      return undefined;
    }
    const { writer, callsBefore, written } = database;
    const { batch } = writer;
    const invocation = ordinal - (callsBefore.get(fn) ?? 0);
    this.#busy++;
    try {
      const recorded = writer.start(fn, invocation, identity, input);
      if (recorded === undefined) return undefined;
      const { isCut = false } = input;
      database.running++;
      written.recorded++;
      if (isCut) written.cut++;
      return { function: recorded, invocation, batch, owner: this, next: undefined, database, isCut };
    } finally {
      this.#busy--;
    }
  }

  #begin(resource: ResourceLike): OpenDatabase | undefined {
    if (this.#isClosed || !this.#attempts.areLeft) return undefined;
    this.#attempts.begin();
    const settings = this.#options.settings();
    const tag = findThreadTag(this.#options.threadId());
    const { onError } = this.#options;
    try {
      const database = openDatabase(settings, { tag, resource, onError, callsBefore: this.#callsBefore });
      this.#attempts.reset();
      this.#open.add(database);
      this.#unrecorded.handTo(database.writer);
      whenProcessEnds(closeRecordings);
      for (const span of this.#earlySpans.take()) this.#writeSpan(database, span);
      return database;
    } catch (error) {
      if (this.#unrecorded.reason === undefined)
        onError(`no database could be begun at ${settings.root}; calls are counted until one can`, error);
      this.#unrecorded.reason = error as Error; // of the file system
      return undefined;
    }
  }

  #writeSpan({ writer, spanLines }: OpenDatabase, span: EndedSpan): void {
    try {
      this.#alone(() => writer.span(spanLines.render(span), span.endTime));
    } catch (error) {
      this.#options.onError('a span could not be recorded', error);
    }
  }

  #alone<T>(work: () => T): T {
    this.#busy++;
    try {
      return work();
    } finally {
      this.#busy--;
    }
  }

  /**
   * Leaves a database that is not where it was, or cannot be written any more, so that the call that is about to be
   * written begins a new one. In one that was moved the calls that are running still end.
   */
  #leave(database: OpenDatabase, fn: FunctionInfo, ordinal: number): void {
    this.#current = undefined;
    this.#callsBefore = this.#countCalls(fn, ordinal - 1);
    if (database.writer.whereabouts !== 'moved') return this.#abandon(database);
    this.#tellGone(database);
    database.isFinished = true;
    if (database.running === 0) this.#close(database);
  }

  #abandon(database: OpenDatabase): void {
    const { writer } = database;
    if (writer.whereabouts === 'in place') this.#unrecorded.reason = whyLeft(writer);
    else this.#tellGone(database);
    database.isClosed = true;
    this.#open.delete(database);
    this.#countLost(writer.abandon(), database);
  }

  #tellGone({ writer }: OpenDatabase): void {
    this.#unrecorded.reason = whyLeft(writer);
    this.#options.onError('the next call begins another database', this.#unrecorded.reason);
  }

  /** Counts calls of a database that was left: the next one tells of them, if it is not there already. */
  #countLost(calls: number, { writer }: OpenDatabase): void {
    if (this.#current === undefined) this.#unrecorded.add(calls);
    else this.#current.writer.countDropped(calls, whyLeft(writer));
  }

  /** How often each function was called, which for one of them is known better: its call is about to be written. */
  #countCalls(of?: FunctionInfo, calls = 0): ReadonlyMap<FunctionInfo, number> {
    const counted = this.#options.keepsOrdinals ? [] : [...knownFunctions];
    return new SafeMap(counted.map((fn) => [fn, fn === of ? calls : fn.calls]));
  }

  #close(database: OpenDatabase): void {
    database.isClosed = true;
    this.#open.delete(database);
    try {
      if (database.writer.look() === 'removed') this.#abandon(database);
      else this.#alone(() => database.writer.close());
    } catch (error) {
      this.#options.onError(`${database.writer.root} could not be closed`, error);
    }
  }
}

function whyLeft({ root, whereabouts }: DatabaseWriter): Error {
  return new Error(
    whereabouts === 'in place' ? `${root} could not be written` : `${root} was ${whereabouts}`,
  );
}

/** Has every recording of this thread begin a new database at its next call; returns those that were ended. */
export function renewRecordings(): string[] {
  const roots = [...recordings].map((recording) => recording.renew()).filter((root) => root !== undefined);
  for (const fn of knownFunctions) fn.calls = 0;
  return roots;
}

function closeRecordings(): void {
  for (const recording of recordings) recording.close();
}
