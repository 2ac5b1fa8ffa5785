import { Worker } from 'node:worker_threads';
import { clearTimeout, setTimeout } from '../model/timers.js';
import { ViewBuilder } from './view-builder.js';
import { ViewSignals, ViewState } from './view-signals.js';
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

/** Has the view follow the log, on a thread of its own as soon as that is worth one. */
export class ViewKeeper {
  readonly #root: string;
  readonly #options: ViewKeeperOptions;
  readonly #signals = new ViewSignals();
  readonly #timer: NodeJS.Timeout;
  #worker: Worker | undefined;
  #isAlone = false;

  constructor(root: string, options: ViewKeeperOptions) {
    this.#root = root;
    this.#options = options;
    this.#timer = setTimeout(() => this.#startThread(), THREAD_AFTER_MS).unref();
  }

  /** The log holds this many bytes now. */
  logHasGrown(bytes: number): void {
    if (this.#worker !== undefined) this.#signals.wake(false);
    else if (bytes > THREAD_FROM_BYTES) this.#startThread();
  }

  /** Waits until the view shows the whole log, which takes no more lines. */
  complete(): void {
    clearTimeout(this.#timer);
    this.#signals.wake(true);
    // Two at once would do no harm, but the process may end in the middle of what the thread writes.
    if (this.#worker === undefined || this.#signals.cancel() || this.#isAlone) this.#buildHere();
    else if (!this.#signals.awaitDone(this.#options.shutdownTimeoutMs))
      this.#tellIncomplete(this.#lateness());
    else if (this.#signals.state === ViewState.Failed) this.#buildHere();
  }

  /** Leaves a view that is gone. */
  abandon(): void {
    clearTimeout(this.#timer);
    this.#isAlone = true;
    this.#worker?.terminate();
  }

  #startThread(): void {
    clearTimeout(this.#timer);
    if (this.#worker !== undefined || this.#isAlone) return;
    try {
      const data: ViewThreadData = { root: this.#root, memory: this.#signals.memory };
      this.#worker = new Worker(new URL('./view-thread.js', import.meta.url), {
        workerData: data,
        name: 'callmonitor view',
        env: {},
        execArgv: [],
        stdin: false,
      });
      this.#worker.on('error', (error) => this.#goOnAlone(error));
      this.#worker.unref();
      this.#signals.wake(false);
    } catch (error) {
      this.#goOnAlone(error);
    }
  }

  /** Without a thread, the view is built when the database is closed. */
  #goOnAlone(error: unknown): void {
    if (this.#isAlone) return;
    this.#isAlone = true;
    this.#options.onError(`the folders of ${this.#root} are built when the process ends`, error);
  }

  #buildHere(): void {
    try {
      new ViewBuilder(this.#root).advance();
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
