import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { clearTimeout, now, setTimeout } from '../model/timers.js';
import type { FailureTeller } from './failure-teller.js';
import type { OwnDirectory } from './own-directory.js';
import { expectStop, startOwnThread } from './own-thread.js';
import { type IsMine, STRETCH_BYTES, ViewBuilder, type ViewFile } from './view-builder.js';
import { MOST_VIEW_THREADS, ViewSignals, ViewState } from './view-signals.js';
import type { ViewThreadData } from './view-thread.js';
import { missingFilesOf } from './view-writer.js';

/** A log that is shorter when the process ends needs no thread: the view is built then. */
const THREAD_FROM_BYTES = 256 * 1024;
/** A process that lives longer may be looked at while it runs. */
const THREAD_AFTER_MS = 250;
/** Bytes that a thread is behind when another one helps: what it takes a quarter of a second to show. */
const HELP_FROM_BYTES = 1024 * 1024;
/** A thread that could not begin may do so after this long: there may be file descriptors again. */
const RETRY_AFTER_MS = 1000;

/** Has the view follow the log, on threads of its own as soon as that is worth one. */
export class ViewKeeper {
  readonly #directory: OwnDirectory;
  readonly #shutdownTimeoutMs: number;
  readonly #failures: FailureTeller;
  readonly #signals = new ViewSignals();
  readonly #timer: NodeJS.Timeout;
  readonly #threads: (Worker | undefined)[] = [];
  readonly #mostThreads = Math.min(MOST_VIEW_THREADS, availableParallelism());
  /** The log's size at which one more thread is started. */
  #nextThreadAt = THREAD_FROM_BYTES;
  #retryAtMs = 0;
  #isAlone = false;

  /** @param shutdownTimeoutMs milliseconds that its completion may take */
  constructor(directory: OwnDirectory, shutdownTimeoutMs: number, failures: FailureTeller) {
    this.#directory = directory;
    this.#shutdownTimeoutMs = shutdownTimeoutMs;
    this.#failures = failures;
    this.#timer = setTimeout(() => this.#startFirst(), THREAD_AFTER_MS).unref();
  }

  /** The log holds this many bytes now. */
  logHasGrown(bytes: number): void {
    if (bytes >= this.#nextThreadAt) this.#startNext(bytes);
    if (this.#threads.length > 0) this.#signals.logHasGrown();
  }

  /** Waits until the view shows the whole log, which takes no more lines. */
  complete(): void {
    clearTimeout(this.#timer);
    this.#signals.logIsComplete();
    const deadline = now() + this.#shutdownTimeoutMs;
    const running = this.#numbers.filter((thread) => this.#signals.stateOf(thread) === ViewState.Running);
    if (running.length === 0) this.#buildHere(deadline, (stretch) => this.#signals.claim(stretch));
    const late = running.filter((thread) => !this.#awaitEnd(thread, deadline));
    // Threads that begin only now find nothing left to do, but may be in the middle of it.
    const begun = this.#numbers.filter(
      (thread) => !running.includes(thread) && !this.#signals.cancel(thread),
    );
    late.push(...begun.filter((thread) => !this.#awaitEnd(thread, deadline)));
    if (late.length > 0) this.#giveUp(late);
    else if (this.#numbers.some((thread) => this.#signals.stateOf(thread) === ViewState.Failed))
      this.#buildHere(deadline);
  }

  /** Leaves a view that is gone. */
  abandon(): void {
    clearTimeout(this.#timer);
    this.#isAlone = true;
    this.#stopThreads(this.#numbers.filter((thread) => !this.#signals.cancel(thread)));
  }

  get #numbers(): number[] {
    return this.#threads.map((_, thread) => thread);
  }

  #giveUp(late: readonly number[]): void {
    this.#tellIncomplete(this.#lateness());
    this.#stopThreads(late);
  }

  #stopThreads(threads: readonly number[]): void {
    for (const thread of threads) this.#signals.stop(thread);
    expectStop((timeoutMs) => {
      const deadline = now() + timeoutMs;
      return threads.every((thread) => this.#signals.awaitStopped(thread, deadline - now()));
    });
  }

  #startFirst(): void {
    if (this.#threads.length === 0) this.#startThread(0);
  }

  /** The first thread, another one where those that there are stay behind, and one that could not begin. */
  #startNext(bytes: number): void {
    const free = this.#free;
    const isBehind = bytes - this.#signals.claimed * STRETCH_BYTES >= HELP_FROM_BYTES;
    if (free !== -1) this.#startThread(free);
    else if (this.#threads.length === 0 || isBehind) this.#startThread(this.#threads.length);
    const isFull = this.#threads.length >= this.#mostThreads && this.#free === -1;
    this.#nextThreadAt = isFull ? Number.POSITIVE_INFINITY : bytes + (free === -1 ? HELP_FROM_BYTES : 1);
  }

  /** Asked while calls are recorded: nothing that the program may have replaced runs here. */
  get #free(): number {
    for (let thread = 0; thread < this.#threads.length; thread++) {
      if (this.#threads[thread] === undefined) return thread;
    }
    return -1;
  }

  #startThread(thread: number): void {
    clearTimeout(this.#timer);
    if (this.#isAlone || now() < this.#retryAtMs) return;
    try {
      this.#threads[thread] = this.#newWorker(thread);
    } catch (error) {
      this.#goOnAlone(error);
    }
  }

  #newWorker(thread: number): Worker {
    const { root, identity } = this.#directory;
    const reach = this.#directory.reach();
    const data: ViewThreadData = { root, identity, reach, memory: this.#signals.memory, thread };
    return startOwnThread({
      module: './view-thread.js',
      name: 'callmonitor view',
      workerData: data,
      transferList: [],
      onError: (error) => this.#threadFailed(thread, error),
      onMessage: (error) =>
        this.#failures.failed(`the folders of ${root} lag behind until they can be written`, error),
    });
  }

  #threadFailed(thread: number, error: unknown): void {
    if (this.#signals.stateOf(thread) === ViewState.Running) return this.#goOnAlone(error);
    this.#threads[thread] = undefined;
    this.#retryAtMs = now() + RETRY_AFTER_MS;
    if (!this.#isAlone) this.#nextThreadAt = 0;
  }

  #awaitEnd(thread: number, deadline: number): boolean {
    return this.#signals.awaitEnd(thread, Math.max(0, deadline - now()));
  }

  /** Without a thread, the view is built when the database is closed. */
  #goOnAlone(error: unknown): void {
    if (this.#isAlone) return;
    this.#isAlone = true;
    this.#nextThreadAt = Number.POSITIVE_INFINITY;
    this.#failures.failed(`the folders of ${this.#directory.root} are built when the process ends`, error);
  }

  /** What is shown already is left as it is. */
  #buildHere(deadline: number, isMine?: IsMine): void {
    try {
      const put = missingFilesOf(this.#directory);
      const putInTime = (file: ViewFile) => {
        if (now() > deadline) throw this.#lateness();
        put(file);
      };
      new ViewBuilder(this.#directory.reach(), putInTime, { isMine }).advance();
    } catch (error) {
      this.#tellIncomplete(this.#directory.inItsName(error));
    }
  }

  #lateness(): Error {
    return new Error(`not done after ${this.#shutdownTimeoutMs} ms`);
  }

  #tellIncomplete(error: unknown): void {
    const message = `the folders of ${this.#directory.root} are incomplete; 'callmonitor repair' completes them`;
    this.#failures.failed(message, error);
  }
}
