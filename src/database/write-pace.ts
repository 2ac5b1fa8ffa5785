import { now as clock } from '../model/timers.js';

/**
 * Sees when a disk cannot keep up. A program that leaves off for as long as the last slow write took waits for the
 * disk during about half of its time at most.
 */
export class WritePace {
  readonly #slowFromMs: number;
  readonly #now: () => number;
  #behindUntil = Number.NEGATIVE_INFINITY;

  /** A write that takes longer than `slowFromMs` is slow. */
  constructor(slowFromMs: number, now = clock) {
    this.#slowFromMs = slowFromMs;
    this.#now = now;
  }

  /** Whether less time has passed since a slow write than that took. */
  get isBehind(): boolean {
    return this.#behindUntil > 0 && this.#now() < this.#behindUntil;
  }

  /** Does a write, and takes its time. */
  time(_bytes: number, write: () => void): void {
    const start = this.#now();
    write();
    const end = this.#now();
    this.#behindUntil = end - start > this.#slowFromMs ? end + (end - start) : 0;
  }
}
