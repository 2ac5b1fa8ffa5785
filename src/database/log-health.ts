import { now as clock } from '../model/timers.js';
import { hasCode } from './files.js';

/** What does not end by itself, as a lack of space does: nobody knows whether what is open will ever be written again. */
const LASTING = ['EBADF', 'EIO', 'ENODEV', 'ENOTCONN', 'ENXIO', 'EPERM', 'EROFS', 'ESTALE', 'EUCLEAN'];
const HOPELESS_AFTER_MS = 1000;

/** Says when a log should be left for another: a disk that comes back is no longer what was open on it. */
export class LogHealth {
  readonly #now: () => number;
  #failingSinceMs: number | undefined;

  constructor(now = clock) {
    this.#now = now;
  }

  get isHopeless(): boolean {
    return this.#failingSinceMs !== undefined && this.#now() - this.#failingSinceMs >= HOPELESS_AFTER_MS;
  }

  /** The log, or what belongs to a line of it, could not be written. */
  failed(error: unknown): void {
    for (let index = 0; index < LASTING.length; index++) {
      if (hasCode(error, LASTING[index] as string)) this.#failingSinceMs ??= this.#now();
    }
  }

  written(): void {
    this.#failingSinceMs = undefined;
  }
}
