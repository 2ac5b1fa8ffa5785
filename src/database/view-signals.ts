/** Taken before the program can replace them. */
const { compareExchange, load, notify, store, wait } = Atomics;

/** How far a view thread is. */
export const ViewState = { Starting: 0, Running: 1, Done: 2, Failed: 3, Cancelled: 4, Stopping: 5 } as const;
export type ViewState = (typeof ViewState)[keyof typeof ViewState];

/** So many threads may build one view. */
export const MOST_VIEW_THREADS = 2;

/** What the log's state is, as the cell `LOG` has it. */
const GROWING = 0;
/** Threads sleep until they are told that it has grown. */
const RESTING = 1;
const COMPLETE = 2;

const LOG = 0;
const CLAIMED = 1;
const FIRST_STATE = 2;

/** What the thread that writes the log and those that build the view tell each other, in shared memory. */
export class ViewSignals {
  readonly memory: SharedArrayBuffer;
  readonly #cells: Int32Array;

  constructor(memory = new SharedArrayBuffer(4 * (FIRST_STATE + MOST_VIEW_THREADS))) {
    this.memory = memory;
    this.#cells = new Int32Array(memory);
  }

  /** The log has grown. Next to nothing, unless threads have to be woken. */
  logHasGrown(): void {
    if (load(this.#cells, LOG) === RESTING) this.#tell(GROWING);
  }

  /** The log takes no more lines. */
  logIsComplete(): void {
    this.#tell(COMPLETE);
  }

  get isLogComplete(): boolean {
    return load(this.#cells, LOG) === COMPLETE;
  }

  /** Waits for so long, or until the log is complete. */
  pause(ms: number): void {
    const log = load(this.#cells, LOG);
    if (log !== COMPLETE) wait(this.#cells, LOG, log, ms);
  }

  /** Waits until the log grows; not if it has meanwhile, as `hasGrown` sees. */
  rest(hasGrown: () => boolean): void {
    compareExchange(this.#cells, LOG, GROWING, RESTING);
    if (!hasGrown()) wait(this.#cells, LOG, RESTING);
  }

  /** Whether the stretch of the log with that number is for whoever asks: it is for the first. */
  claim(stretch: number): boolean {
    for (;;) {
      const claimed = this.claimed;
      if (claimed > stretch) return false;
      if (compareExchange(this.#cells, CLAIMED, claimed, stretch + 1) === claimed) return true;
    }
  }

  /** How many stretches of the log have somebody who shows them. */
  get claimed(): number {
    return load(this.#cells, CLAIMED);
  }

  /** A view thread is ready to begin; `false` if it is not to. */
  begin(thread: number): boolean {
    return this.#pass(thread, ViewState.Starting, ViewState.Running);
  }

  /** Keeps a view thread from beginning; `false` if it has begun. */
  cancel(thread: number): boolean {
    return this.#pass(thread, ViewState.Starting, ViewState.Cancelled);
  }

  /** A view thread says how it ended. */
  end(thread: number, state: ViewState): void {
    store(this.#cells, FIRST_STATE + thread, state);
    notify(this.#cells, FIRST_STATE + thread);
  }

  stateOf(thread: number): ViewState {
    return load(this.#cells, FIRST_STATE + thread) as ViewState;
  }

  /** Waits for a view thread that runs to have done all; `false` if that takes longer. */
  awaitEnd(thread: number, timeoutMs: number): boolean {
    return wait(this.#cells, FIRST_STATE + thread, ViewState.Running, timeoutMs) !== 'timed-out';
  }

  /** Has a view thread that runs end before it has done its work. */
  stop(thread: number): void {
    if (this.#pass(thread, ViewState.Running, ViewState.Stopping)) this.#tell(COMPLETE);
  }

  /** Waits for a view thread that was stopped; `false` if it does not end. */
  awaitStopped(thread: number, timeoutMs: number): boolean {
    return wait(this.#cells, FIRST_STATE + thread, ViewState.Stopping, timeoutMs) !== 'timed-out';
  }

  #tell(log: number): void {
    store(this.#cells, LOG, log);
    notify(this.#cells, LOG);
  }

  #pass(thread: number, from: ViewState, to: ViewState): boolean {
    return compareExchange(this.#cells, FIRST_STATE + thread, from, to) === from;
  }
}
