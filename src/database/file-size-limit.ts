import { readFileSync } from 'node:fs';
import { now as clock } from '../model/timers.js';
import { hasCode } from './files.js';

/** A limit that is reached may have been raised after this long. */
const READ_AGAIN_AFTER_MS = 1000;

/** Reads how many bytes a file may have that this process writes; `undefined` where that cannot be known now. */
export type ReadLimit = () => number | undefined;

/**
 * The largest file that this process may write (`ulimit -f`). To write beyond it would not only fail: the signal
 * SIGXFSZ would kill the program, which may have no large file of its own.
 */
export class FileSizeLimit {
  readonly #read: ReadLimit;
  readonly #now: () => number;
  #bytes = -1;
  #readAtMs = Number.NEGATIVE_INFINITY;

  constructor(read: ReadLimit = readOwnLimit, now = clock) {
    this.#read = read;
    this.#now = now;
  }

  /** @throws EFBIG for a file that would become too large */
  check(bytes: number): void {
    if (bytes > this.#bytes) this.#checkAgain(bytes);
  }

  #checkAgain(bytes: number): void {
    if (this.#now() - this.#readAtMs >= READ_AGAIN_AFTER_MS) {
      const read = this.#read();
      if (read === undefined) return;
      this.#bytes = read;
      this.#readAtMs = this.#now();
    }
    if (bytes <= this.#bytes) return;
    const error = new Error(`EFBIG: a file of this process may have ${this.#bytes} bytes, not ${bytes}`);
    throw Object.assign(error, { code: 'EFBIG' });
  }
}

/** The limit of this process. */
export const fileSizeLimit = new FileSizeLimit();

const LABEL = 'Max file size';

/** Linux says it in a file; elsewhere hardly anybody sets one. */
function readOwnLimit(): number | undefined {
  try {
    const lines = readFileSync('/proc/self/limits', 'latin1').split('\n');
    const line = lines.find((each) => each.startsWith(LABEL)) ?? '';
    const [limit] = line.slice(LABEL.length).trim().split(' ');
    return limit === undefined || limit === 'unlimited' ? Number.POSITIVE_INFINITY : Number(limit);
  } catch (error) {
    return hasCode(error, 'EMFILE') || hasCode(error, 'ENFILE') ? undefined : Number.POSITIVE_INFINITY;
  }
}
