import { now as clock } from '../model/timers.js';

/** What takes no longer is no waiting: the operating system takes a line in microseconds, a large array in some more. */
const QUICK_MS = 0.5;
const QUICK_BYTES_A_MS = 2 ** 20;

/**
 * Sees when a disk cannot keep up, for a program that does not want to wait for it. What was waited is a debt that is
 * paid off by time without waiting: a program that leaves off while the debt is too large waits for half of its time
 * at most.
 */
export class WritePace {
  readonly #mostMs: number;
  readonly #now: () => number;
  #debtMs = 0;
  #debtAtMs = 0;
  #isBehind = false;

  /** @param mostMs debt that a program does not mind */
  constructor(mostMs: number, now = clock) {
    this.#mostMs = mostMs;
    this.#now = now;
  }

  /** Whether the program should leave off: until all of the debt is paid off, once it was too large. */
  get isBehind(): boolean {
    if (this.#isBehind) this.#payOff(this.#now());
    return this.#isBehind;
  }

  /** Does a write of so many bytes, and takes its time. */
  time<T>(bytes: number, write: () => T): T {
    const start = this.#now();
    this.#payOff(start);
    try {
      return write();
    } finally {
      const end = this.#now();
      const took = end - start;
      if (took > QUICK_MS + bytes / QUICK_BYTES_A_MS) this.#debtMs += took;
      if (this.#debtMs > this.#mostMs) this.#isBehind = true;
      this.#debtAtMs = end;
    }
  }

  #payOff(now: number): void {
    const left = this.#debtMs - (now - this.#debtAtMs);
    this.#debtMs = left > 0 ? left : 0;
    this.#debtAtMs = now;
    if (this.#debtMs === 0) this.#isBehind = false;
  }
}
