import { now } from '../model/timers.js';
import { droppedLine } from './lines.js';

/** A failure that comes so long after the last one is told of again. */
const NEW_FAILURE_AFTER_MS = 10_000;

/** Counts the records that had to be given up, and says so: to the program once, and in the log. */
export class DroppedRecords {
  readonly #onFirst: (error: unknown) => void;
  #total = 0;
  /** Not in the log yet. */
  #unreported = 0;
  /** In a line that is not with the operating system yet. */
  #underway = 0;
  #reason = '';
  #lastAtMs = Number.NEGATIVE_INFINITY;

  /** `onFirst` is told of a failure, but not of those that follow it. */
  constructor(onFirst: (error: unknown) => void) {
    this.#onFirst = onFirst;
  }

  get total(): number {
    return this.#total;
  }

  /** Counts records, and says why they are lost. */
  add(records: number, error: unknown): void {
    const isFirst = now() - this.#lastAtMs > NEW_FAILURE_AFTER_MS;
    this.count(records, error);
    this.#lastAtMs = now();
    if (isFirst) this.#onFirst(error);
  }

  /** Counts records of which the program was told. */
  count(records: number, error: unknown): void {
    this.#total += records;
    this.#unreported += records;
    this.#reason = error instanceof Error ? error.message : String(error);
  }

  /** The `dropped` line for those that are not in the log yet; empty if there are none. */
  takeLine(): string {
    if (this.#unreported === 0) return '';
    const line = droppedLine(this.#unreported, this.#reason);
    this.#underway += this.#unreported;
    this.#unreported = 0;
    return line;
  }

  /** The lines that were taken are with the operating system. */
  linesWritten(): void {
    this.#underway = 0;
  }

  /** The lines that were taken are lost. */
  linesLost(): void {
    this.#unreported += this.#underway;
    this.#underway = 0;
  }
}
