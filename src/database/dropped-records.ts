import type { FailureTeller } from './failure-teller.js';
import { droppedLine } from './lines.js';

/** Counts the records that had to be given up, and says so: to the program once, and in the log. */
export class DroppedRecords {
  readonly #failures: FailureTeller;
  readonly #root: string;
  #total = 0;
  /** Not in the log yet. */
  #unreported = 0;
  /** In a line that is not with the operating system yet. */
  #underway = 0;
  #reason = '';

  /** @param root the database that lacks them */
  constructor(root: string, failures: FailureTeller) {
    this.#root = root;
    this.#failures = failures;
  }

  get total(): number {
    return this.#total;
  }

  /** How many of them the log does not tell of yet. */
  get untold(): number {
    return this.#unreported + this.#underway;
  }

  /** Counts records, and says why they are lost. */
  add(records: number, error: unknown): void {
    this.count(records, error);
    this.#failures.failed(
      `records are dropped and counted until ${this.#root} can be written to again`,
      error,
    );
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
