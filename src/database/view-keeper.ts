import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { clearTimeout, now, setTimeout } from '../model/timers.js';
import { whenProcessEnds } from './exit.js';
import { tellStuckThread, watchFatalErrors } from './stuck-threads.js';
import { STRETCH_BYTES, ViewBuilder, type ViewFile, writeMissing } from './view-builder.js';
import { MOST_VIEW_THREADS, ViewSignals, ViewState } from './view-signals.js';
import type { ViewThreadData } from './view-thread.js';

/** How the view is kept. */
export interface ViewKeeperOptions {
  /** Milliseconds that its completion may take. */
  readonly shutdownTimeoutMs: number;
  readonly onError: (message: string, error: unknown) => void;
}

/** A log that is shorter when the process ends needs no thread: the view is built then. */
const THREAD_FROM_BYTES = 256 * 1024;
/** A process that lives longer may be looked at while it runs. */
const THREAD_AFTER_MS = 250;
/** Bytes that a thread is behind when another one helps: what it takes a quarter of a second to show. */
const HELP_FROM_BYTES = 1024 * 1024;
/** A thread that was stopped ends with the file that it has in hand: one that does not in this time is stuck. */
const STOP_WITHIN_MS = 1000;

/** Has the view follow the log, on threads of its own as soon as that is worth one. */
export class ViewKeeper {
  readonly #root: string;
  readonly #options: ViewKeeperOptions;
  readonly #signals = new ViewSignals();
  readonly #timer: NodeJS.Timeout;
  readonly #threads: Worker[] = [];
  readonly #mostThreads = Math.min(MOST_VIEW_THREADS, availableParallelism());
  /** The log's size at which one more thread is started. */
  #nextThreadAt = THREAD_FROM_BYTES;
  #isAlone = false;

  constructor(root: string, options: ViewKeeperOptions) {
    this.#root = root;
    this.#options = options;
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
    const end = now() + this.#options.shutdownTimeoutMs;
    const threads = this.#threads.map((_, thread) => thread);
    const running = threads.filter((thread) => this.#signals.stateOf(thread) === ViewState.Running);
    if (running.length === 0) this.#buildHere(end, (stretch) => this.#signals.claim(stretch));
    const late = running.filter((thread) => !this.#awaitEnd(thread, end));
    // Threads that begin only now find nothing left to do, but may be in the middle of it.
    const begun = threads.filter((thread) => !running.includes(thread) && !this.#signals.cancel(thread));
    late.push(...begun.filter((thread) => !this.#awaitEnd(thread, end)));
    if (late.length > 0) this.#giveUp(late);
    else if (threads.some((thread) => this.#hasFailed(thread))) this.#buildHere(end);
  }

  /** Leaves a view that is gone. */
  abandon(): void {
    clearTimeout(this.#timer);
    this.#goOnAlone();
    const threads = this.#threads.map((_, thread) => thread);
    this.#stopThreads(threads.filter((thread) => !this.#signals.cancel(thread)));
  }

  #giveUp(late: readonly number[]): void {
    this.#tellIncomplete(this.#lateness());
    this.#stopThreads(late);
  }

  #stopThreads(threads: readonly number[]): void {
    for (const thread of threads) this.#signals.stop(thread);
    whenProcessEnds(() => {
      if (!threads.every((thread) => this.#signals.awaitStopped(thread, STOP_WITHIN_MS))) tellStuckThread();
    });
  }

  #startFirst(): void {
    if (this.#threads.length === 0) this.#startThread();
  }

  /** The first thread, and others where those that there are stay behind. */
  #startNext(bytes: number): void {
    const shown = this.#signals.claimed * STRETCH_BYTES;
    if (this.#threads.length === 0 || bytes - shown >= HELP_FROM_BYTES) this.#startThread();
    this.#nextThreadAt =
      this.#threads.length < this.#mostThreads ? bytes + HELP_FROM_BYTES : Number.POSITIVE_INFINITY;
  }

  #startThread(): void {
    clearTimeout(this.#timer);
    if (this.#isAlone) return;
    watchFatalErrors();
    const thread = this.#threads.length;
    try {
      const data: ViewThreadData = { root: this.#root, memory: this.#signals.memory, thread };
      const worker = new Worker(new URL('./view-thread.js', import.meta.url), {
        workerData: data,
        name: 'callmonitor view',
        env: {},
        execArgv: [],
        stdin: false,
      });
      worker.on('error', (error) => this.#tellAlone(error));
      worker.unref();
      this.#threads.push(worker);
    } catch (error) {
      this.#tellAlone(error);
    }
  }

  #awaitEnd(thread: number, end: number): boolean {
    return this.#signals.awaitEnd(thread, Math.max(0, end - now()));
  }

  #hasFailed(thread: number): boolean {
    return this.#signals.stateOf(thread) === ViewState.Failed;
  }

  /** Without a thread, the view is built when the database is closed. */
  #tellAlone(error: unknown): void {
    if (this.#isAlone) return;
    this.#goOnAlone();
    this.#options.onError(`the folders of ${this.#root} are built when the process ends`, error);
  }

  #goOnAlone(): void {
    this.#isAlone = true;
    this.#nextThreadAt = Number.POSITIVE_INFINITY;
  }

  /** What is shown already is left as it is. */
  #buildHere(latestMs: number, isMine: (stretch: number) => boolean = () => true): void {
    const put = (file: ViewFile) => {
      if (now() > latestMs) throw this.#lateness();
      writeMissing(this.#root, file);
    };
    try {
      new ViewBuilder(this.#root, { put, isMine }).advance();
    } catch (error) {
      this.#tellIncomplete(error);
    }
  }

  #lateness(): Error {
    return new Error(`not done after ${this.#options.shutdownTimeoutMs} ms`);
  }

  #tellIncomplete(error: unknown): void {
    const message = `the folders of ${this.#root} are incomplete; 'callmonitor repair' completes them`;
    this.#options.onError(message, error);
  }
}
