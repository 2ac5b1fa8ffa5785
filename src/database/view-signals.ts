/** What the thread that writes the log and the one that builds the view tell each other, in shared memory. */
export class ViewSignals {
  readonly memory: SharedArrayBuffer;
  readonly #flags: Int32Array;

  constructor(memory = new SharedArrayBuffer(8)) {
    this.memory = memory;
    this.#flags = new Int32Array(memory);
  }

  /** The log has grown, or is complete. */
  wake(isComplete: boolean): void {
    const before = Atomics.exchange(this.#flags, WORK, isComplete ? LAST_WORK : SOME_WORK);
    if (before === NO_WORK) Atomics.notify(this.#flags, WORK);
  }

  /** Waits until there is work, and takes it; `false` when it is the last. */
  awaitWork(): boolean {
    Atomics.wait(this.#flags, WORK, NO_WORK);
    return Atomics.compareExchange(this.#flags, WORK, SOME_WORK, NO_WORK) !== LAST_WORK;
  }

  /** The view thread is ready to begin; `false` if it is not to. */
  begin(): boolean {
    return this.#pass(ViewState.Starting, ViewState.Running);
  }

  /** Keeps the view thread from beginning; `false` if it has begun. */
  cancel(): boolean {
    return this.#pass(ViewState.Starting, ViewState.Cancelled);
  }

  /** The view thread says how it ended. */
  set state(state: ViewState) {
    Atomics.store(this.#flags, STATE, state);
    Atomics.notify(this.#flags, STATE);
  }

  get state(): ViewState {
    return Atomics.load(this.#flags, STATE) as ViewState;
  }

  /** Waits for the view thread to have done its last work; `false` if that takes longer. */
  awaitDone(timeoutMs: number): boolean {
    return Atomics.wait(this.#flags, STATE, ViewState.Running, timeoutMs) !== 'timed-out';
  }

  #pass(from: ViewState, to: ViewState): boolean {
    return Atomics.compareExchange(this.#flags, STATE, from, to) === from;
  }
}

/** How far the view thread is. */
export const ViewState = { Starting: 0, Running: 1, Done: 2, Failed: 3, Cancelled: 4 } as const;
export type ViewState = (typeof ViewState)[keyof typeof ViewState];

const WORK = 0;
const STATE = 1;
const NO_WORK = 0;
const SOME_WORK = 1;
const LAST_WORK = 2;
