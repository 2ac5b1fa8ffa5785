import { now as clock } from '../model/timers.js';

/** A failure that comes so long after the last one, with success in between, is another one. */
const ANOTHER_AFTER_MS = 10_000;

/** Tells the program of what keeps records from being written: once, whatever else follows from it. */
export class FailureTeller {
  readonly #tell: (message: string, error: unknown) => void;
  readonly #now: () => number;
  #lastAtMs = Number.NEGATIVE_INFINITY;
  #hasWorked = true;

  constructor(tell: (message: string, error: unknown) => void, now = clock) {
    this.#tell = tell;
    this.#now = now;
  }

  failed(message: string, error: unknown): void {
    const now = this.#now();
    const isAnother = this.#hasWorked && now - this.#lastAtMs > ANOTHER_AFTER_MS;
    this.#lastAtMs = now;
    this.#hasWorked = false;
    if (isAnother) this.#tell(message, error);
  }

  worked(): void {
    this.#hasWorked = true;
  }
}
