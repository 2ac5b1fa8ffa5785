import type { DatabaseWriter } from './database-writer.js';

/** Counts the calls that no database was there for: the next one tells of them. */
export class UnrecordedCalls {
  #count = 0;
  #reason: Error | undefined;

  /** Why there is no database, where the program was told of that. */
  get reason(): Error | undefined {
    return this.#reason;
  }

  set reason(reason: Error) {
    this.#reason = reason;
  }

  add(calls: number): void {
    this.#count += calls;
  }

  /** Has a database that was begun tell of them. */
  handTo(writer: DatabaseWriter): void {
    if (this.#count > 0) writer.countDropped(this.#count, this.#reason);
    this.#count = 0;
    this.#reason = undefined;
  }
}
