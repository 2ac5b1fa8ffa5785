import { existsSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const CHECK_EVERY_BYTES = 64 * 2 ** 20;

/** What a database may take. */
export interface DiskLimits {
  /** Bytes at which a database takes no more. */
  readonly maxDatabaseBytes: number;
  /** Bytes that must be free on the disk. */
  readonly minFreeBytes: number;
}

/** Says when a database must stop: it is large enough, the disk is nearly full, or it was taken away. */
export class DiskSpace {
  readonly #root: string;
  readonly #limits: DiskLimits;
  #checkedAtBytes = 0;
  #checkedAtSecond = Number.NaN;
  #free = Number.POSITIVE_INFINITY;
  #isGone = false;

  constructor(root: string, limits: DiskLimits) {
    this.#root = root;
    this.#limits = limits;
  }

  /** Whether the database was moved or removed; seen when it is next looked at. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /**
   * Why nothing may be written any more, at the database's present size; `undefined` when it may. Looks at the
   * disk once a second, and every 64 MiB.
   * @param second the second in which the record was made: asking the clock would cost more
   */
  refusal(databaseBytes: number, second: number): string | undefined {
    const { maxDatabaseBytes, minFreeBytes } = this.#limits;
    if (databaseBytes >= maxDatabaseBytes)
      return `the database has reached maxDatabaseBytes, ${maxDatabaseBytes}`;
    if (second !== this.#checkedAtSecond || databaseBytes >= this.#checkedAtBytes + CHECK_EVERY_BYTES)
      this.#look(databaseBytes, second);
    if (this.#isGone) return `${this.#root} was moved or removed`;
    return this.#free < minFreeBytes
      ? `the disk has less than minFreeBytes free, ${minFreeBytes}`
      : undefined;
  }

  #look(databaseBytes: number, second: number): void {
    this.#checkedAtBytes = databaseBytes;
    this.#checkedAtSecond = second;
    this.#free = freeBytes(this.#root);
    this.#isGone = !existsSync(join(this.#root, 'calls.ndjson'));
  }
}

/** Bytes that an ordinary user may still write; unlimited where the system does not say. */
function freeBytes(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
