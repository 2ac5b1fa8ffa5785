import { join, resolve } from 'node:path';
import { DatabaseLockedError } from '../model/errors.js';
import { customInspect } from '../model/inspect-symbol.js';
import type { Args } from './args.js';
import { Call } from './call.js';
import type { CallConditions } from './call-conditions.js';
import { locateCall, locateFunction } from './call-locator.js';
import { searchFor } from './call-search.js';
import type { ReplayedFunction } from './drive-call.js';
import { findIndexed } from './find-indexed.js';
import { findSpans } from './find-spans.js';
import type { FunctionSummary } from './function-summary.js';
import { isWriting } from './is-writing.js';
import type { ReviveOptions } from './line-values.js';
import { type IndexedCall, LogIndex } from './log-index.js';
import { IndexedSource, LogSource } from './log-source.js';
import { type DatabaseMetadata, readMetadata } from './metadata.js';
import { type ReplayOf, type ReplayOptions, replayCall } from './replay.js';
import type { SpanRecord } from './span-record.js';
import { summarizeFunction, summarizeFunctions } from './summarize-functions.js';
import { summarize } from './summary.js';
import { type Trace, traceOf } from './trace.js';
import { traceIdsIn } from './trace-ids.js';

/** How a database ended: `open` is one that a living process still writes. */
export type DatabaseState = 'well' | 'badly' | 'open';

/**
 * A recorded database, read-only. Opening it reads `db.json` alone; the log is indexed when something of it is
 * first asked for, and a call's values are read when they are asked for.
 */
export class DB implements Iterable<Call> {
  /** The path it was loaded by. */
  readonly path: string;
  /** The same, absolute. */
  readonly root: string;
  /** A loaded database is a recording: it takes no more calls. */
  readonly locked = true;
  readonly #log: LogIndex;
  readonly #source: LogSource;
  #metadata: DatabaseMetadata;
  #isIndexed = false;
  #functions: ReadonlyMap<string, FunctionSummary> | undefined;

  /** For `load`, which looks at what is there first. */
  constructor(path: string, metadata: DatabaseMetadata, options: ReviveOptions) {
    this.path = path;
    this.root = resolve(path);
    this.#metadata = metadata;
    this.#log = new LogIndex(join(this.root, 'calls.ndjson'));
    this.#source = new LogSource(this.root, this.#log.path, options);
  }

  /** What `db.json` says. */
  get metadata(): DatabaseMetadata {
    return this.#metadata;
  }

  /** The version of the format: `1.0`. */
  get version(): string {
    return this.#metadata.version;
  }

  /** How it ended; `badly` where the writer is gone without having closed it, repaired since or not. */
  get closed(): DatabaseState {
    const { locked, closed, process } = this.#metadata;
    if (locked && closed !== undefined) return 'well';
    if (!locked && isWriting(process)) return 'open';
    return this.#index().isClosed ? 'well' : 'badly';
  }

  /** Whether the writer has closed it, so that nothing more will come. */
  get isClosed(): boolean {
    return this.#metadata.locked;
  }

  /** The recorded functions by name, in the order of their first call. */
  get functions(): ReadonlyMap<string, FunctionSummary> {
    this.#functions ??= summarizeFunctions(this.#index(), this.#metadata);
    return this.#functions;
  }

  /** One recorded function. @throws CallNotLoggedError for an unknown one, with the names that are most like it */
  function(name: string): FunctionSummary {
    return summarizeFunction(locateFunction(this.#index(), name), this.#metadata);
  }

  /** How often each function was called, recorded or not. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.functions.values()].map(({ name, calls }) => [name, calls]));
  }

  /** How many lines of the log were damaged, and skipped. */
  get damaged(): number {
    return this.#index().damaged;
  }

  /** How many records the writer had to give up. */
  get dropped(): number {
    return Math.max(this.#index().dropped, this.#metadata.dropped);
  }

  /**
   * One call.
   * @param invocation its number among the calls of this function, from 1
   * @throws CallNotLoggedError, RecordNotFoundError; TypeError or RangeError for a bad number
   */
  call(name: string, invocation: number): Call {
    return this.#callAt(locateCall(this.#index(), name, invocation));
  }

  /** The arguments of one call, as they were passed. @throws as `call` */
  get(name: string, invocation: number): Pick<Call, 'args' | 'kwargs'> {
    const { args, kwargs } = this.call(name, invocation);
    return { args, kwargs };
  }

  /** The arguments of one call by name, with defaults. @throws as `call` */
  getArgs(name: string, invocation: number): Args {
    return this.call(name, invocation).namedArguments;
  }

  /**
   * The recorded calls of one function by number, or all in the order in which they started, made one by one.
   * @throws CallNotLoggedError for an unknown function
   */
  calls(name?: string): IterableIterator<Call> {
    const log = this.#index();
    return this.#eachOf(name === undefined ? log.allCalls() : log.callsOf(locateFunction(log, name)));
  }

  /**
   * Calls a function, today's, with what was recorded of a call, and compares what comes of it; of an intercepted
   * function the original. A promise where the function returns one or is an async generator, which is driven to
   * its end as a generator is.
   * @throws NotReplayableError where values of the call, or its outcome, were not recorded; ReplayTimeoutError where it
   * takes longer than `timeoutMs`; as `call`, and RangeError for a bad tolerance
   */
  replay<F extends ReplayedFunction>(
    name: string,
    invocation: number,
    fn: F,
    options: ReplayOptions = {},
  ): ReplayOf<F> {
    return replayCall(this.call(name, invocation), fn, options) as ReplayOf<F>; // what F returns decides
  }

  [Symbol.iterator](): IterableIterator<Call> {
    return this.calls();
  }

  /**
   * The calls for which all conditions hold, in the order in which they started, made one by one. What a
   * database is asked first takes a pass over its log; after that only `where` reads any record.
   * @throws TypeError for a bad condition
   */
  find(conditions: CallConditions = {}): IterableIterator<Call> {
    const search = searchFor(conditions);
    return this.#where(search.where, this.#eachOf(findIndexed(this.#index(), search)));
  }

  /**
   * The calls of one trace, and its other spans where they were kept, as a tree; an empty one where there is
   * nothing of it. `traceOf` takes several databases.
   * @throws TypeError for what is no trace id
   */
  trace(traceId: string): Trace {
    return traceOf([this], traceId);
  }

  /** The ids of the traces that have calls here, in the order of their first calls; those that begin so. */
  traceIds(beginning = ''): IterableIterator<string> {
    return traceIdsIn(this.#index(), beginning);
  }

  /**
   * The spans that are of no recorded call, in the order in which they started: what `spans: 'all'` keeps. Damaged
   * ones are passed over.
   * @param traceId only those of one trace
   * @throws TypeError for what is no trace id
   */
  spans(traceId?: string): IterableIterator<SpanRecord> {
    return findSpans(this.#index().spans, this.#source.inputs, traceId);
  }

  /**
   * What takes a call into a database that is being recorded; a loaded one takes none.
   * @throws DatabaseLockedError always
   */
  log(name: string): never {
    throw new DatabaseLockedError(
      `Expected a database that is being recorded for ${name}, found a loaded one, which is locked: ${this.root}`,
      { path: this.root },
    );
  }

  /** Takes up what the writer has added since; calls that were handed out stay as they are. */
  refresh(): this {
    this.#metadata = readMetadata(this.root) ?? this.#metadata;
    this.#functions = undefined;
    if (this.#isIndexed) this.#log.refresh();
    return this;
  }

  toString(): string {
    return summarize(this.functions.values());
  }

  /** By itself as its summary; within something else, as each node of a trace has it, only which one it is. */
  [customInspect](depth: number, options: { readonly depth?: number | null }): string {
    return depth === options.depth ? this.toString() : `[DB ${this.path}]`;
  }

  #index(): LogIndex {
    if (!this.#isIndexed) this.#log.refresh();
    this.#isIndexed = true;
    return this.#log;
  }

  #callAt(found: IndexedCall): Call {
    return new Call(new IndexedSource(this.#source, found));
  }

  *#where(where: ((call: Call) => boolean) | undefined, calls: Iterable<Call>): Generator<Call> {
    for (const call of calls) if (where === undefined || where(call)) yield call;
  }

  *#eachOf(found: Iterable<IndexedCall>): Generator<Call> {
    for (const each of found) yield this.#callAt(each);
  }
}
