import type { Examined } from './examine.js';
import type { OnProgress } from './upkeep-progress.js';

const EVERY = 1000;

/** Counts the files of a view that are worked on. */
export class ViewProgress {
  /** Recorded calls. */
  readonly calls: number;
  readonly #total: number;
  readonly #onProgress: OnProgress | undefined;
  #done = 0;

  constructor({ log }: Examined, onProgress: OnProgress | undefined) {
    let calls = 0;
    let files = log.plan.added;
    for (const { recorded, calls: table } of log.functions) {
      calls += recorded;
      files += 1 + 2 * recorded - table.unfinished;
    }
    this.calls = calls;
    this.#total = files;
    this.#onProgress = onProgress;
  }

  step(): void {
    this.#done++;
    if (this.#done % EVERY !== 0 && this.#done !== this.#total) return;
    this.#onProgress?.({ phase: 'view', done: this.#done, total: Math.max(this.#done, this.#total) });
  }
}
