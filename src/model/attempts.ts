import { now } from './timers.js';

/** So often it is tried at once, */
const MOST_ATTEMPTS = 10;
/** and from then on this often. */
const RETRY_AFTER_MS = 1000;

/** When to try again what could not be done: at once, as long as it has not failed often; then after a while. */
export class Attempts {
  #count = 0;
  #triedAtMs = 0;

  /** Whether it may be tried now. */
  get areLeft(): boolean {
    return this.#count < MOST_ATTEMPTS || now() - this.#triedAtMs >= RETRY_AFTER_MS;
  }

  /** It is about to be tried. */
  begin(): void {
    this.#count++;
    this.#triedAtMs = now();
  }

  /** It could be done; or it is something else that will be tried. */
  reset(): void {
    this.#count = 0;
  }
}
