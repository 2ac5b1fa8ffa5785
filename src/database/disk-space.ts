import { statfsSync } from 'node:fs';

const CHECK_EVERY_BYTES = 64 * 2 ** 20;
const CHECK_EVERY_MS = 1000;

/** What a database may take. */
export interface DiskLimits {
  /** Bytes at which a database takes no more. */
  readonly maxDatabaseBytes: number;
  /** Bytes that must be free on the disk. */
  readonly minFreeBytes: number;
}

/** Says when a database must stop: it is large enough, or the disk is nearly full. Looks now and then. */
export class DiskSpace {
  readonly #root: string;
  readonly #limits: DiskLimits;
  #checkedAtBytes = Number.NEGATIVE_INFINITY;
  #checkedAtMs = 0;
  #free = Number.POSITIVE_INFINITY;

  constructor(root: string, limits: DiskLimits) {
    this.#root = root;
    this.#limits = limits;
  }

  /** Why nothing may be written any more, at the database's present size; `undefined` when it may. */
  refusal(databaseBytes: number): string | undefined {
    const { maxDatabaseBytes, minFreeBytes } = this.#limits;
    if (databaseBytes >= maxDatabaseBytes)
      return `the database has reached maxDatabaseBytes, ${maxDatabaseBytes}`;
    this.#look(databaseBytes);
    return this.#free < minFreeBytes
      ? `the disk has less than minFreeBytes free, ${minFreeBytes}`
      : undefined;
  }

  #look(databaseBytes: number): void {
    const now = performance.now();
    if (databaseBytes < this.#checkedAtBytes + CHECK_EVERY_BYTES && now < this.#checkedAtMs + CHECK_EVERY_MS)
      return;
    this.#checkedAtBytes = databaseBytes;
    this.#checkedAtMs = now;
    this.#free = freeBytes(this.#root);
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
