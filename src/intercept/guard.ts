import { SafeMap } from '../model/safe-collections.js';
import { say } from '../settings/say.js';

/**
 * Keeps our work apart from the program's: what fails in it is counted and said through OpenTelemetry's `diag`,
 * and what is called by it is not recorded.
 */
export class Guard {
  readonly #failures = new SafeMap<string, number>();
  #depth = 0;

  /** Whether work of ours is under way. */
  get isBusy(): boolean {
    return this.#depth > 0;
  }

  /** How often each kind of work failed. */
  get failures(): ReadonlyMap<string, number> {
    return this.#failures;
  }

  /** Work of ours begins, in a place where a function for `run` would cost too much; `leave` belongs to it. */
  enter(): void {
    this.#depth++;
  }

  leave(): void {
    this.#depth--;
  }

  /** Does some work; `undefined` if it fails. */
  run<T>(what: string, work: () => T): T | undefined {
    this.#depth++;
    try {
      return work();
    } catch (error) {
      this.report(what, error);
      return undefined;
    } finally {
      this.#depth--;
    }
  }

  /** Counts a failure and says the first of its kind. */
  report(what: string, error: unknown): void {
    const count = (this.#failures.get(what) ?? 0) + 1;
    this.#failures.set(what, count);
    if (count > 1) return;
    say('error', `${what} could not be recorded; the program goes on, more of it is only counted:`, error);
  }

  /** Says something that the program may want to know. */
  warn(message: string): void {
    say('warn', message);
  }
}
