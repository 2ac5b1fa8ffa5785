import { statfsSync } from 'node:fs';
import { sep } from 'node:path';
import type { SplitTime } from './lines.js';
import type { LogFile } from './log-file.js';
import { isInPlace, type OwnDirectory } from './own-directory.js';

/** The space is asked for when so much was written, and once a second: a file system far away has to be asked, too. */
const SPACE_EVERY_BYTES = 64 * 2 ** 20;
/** What is written after a database was removed is lost: that is looked at more often. */
const PLACE_EVERY_MS = 10;

/** What a database may take. */
export interface DiskLimits {
  /** Bytes at which a database takes no more. */
  readonly maxDatabaseBytes: number;
  /** Bytes that must be free on the disk. */
  readonly minFreeBytes: number;
}

/** What has become of a database whose writer still writes it. */
export type Whereabouts = 'in place' | 'moved' | 'removed';

/** Says when a database must stop: it is large enough, the disk is nearly full, or it was taken away. */
export class DiskSpace {
  readonly #directory: OwnDirectory;
  readonly #log: Pick<LogFile, 'identity' | 'isLinked'>;
  readonly #limits: DiskLimits;
  readonly #onSeen: () => void;
  #askedAtBytes = 0;
  #askedAtSecond = Number.NaN;
  #lookedAtMs = Number.NaN;
  #free = Number.POSITIVE_INFINITY;
  #whereabouts: Whereabouts = 'in place';

  /** @param onSeen called when the database was seen in its place */
  constructor(
    directory: OwnDirectory,
    log: Pick<LogFile, 'identity' | 'isLinked'>,
    limits: DiskLimits,
    onSeen: () => void,
  ) {
    this.#directory = directory;
    this.#log = log;
    this.#limits = limits;
    this.#onSeen = onSeen;
  }

  /** Where the database was when that was last looked at. */
  get whereabouts(): Whereabouts {
    return this.#whereabouts;
  }

  /**
   * Why nothing may be written any more, at the database's present size; `undefined` when it may, and where the
   * database is not in its place: that is looked at from time to time, too.
   * @param time when the record was made: asking the clock would cost more
   */
  refusal(databaseBytes: number, time: SplitTime): string | undefined {
    const { maxDatabaseBytes, minFreeBytes } = this.#limits;
    const second = time[0];
    const ms = second * 1000 + time[1] / 1e6;
    const passedMs = ms - this.#lookedAtMs;
    // Not less either: the clock may have been set.
    if (!(passedMs < PLACE_EVERY_MS && passedMs > -PLACE_EVERY_MS)) {
      this.#lookedAtMs = ms;
      this.look();
    }
    if (this.#whereabouts !== 'in place') return undefined;
    if (databaseBytes >= maxDatabaseBytes)
      return `the database has reached maxDatabaseBytes, ${maxDatabaseBytes}`;
    if (second !== this.#askedAtSecond || databaseBytes >= this.#askedAtBytes + SPACE_EVERY_BYTES) {
      this.#askedAtSecond = second;
      this.#askedAtBytes = databaseBytes;
      this.#free = freeBytes(this.#directory);
    }
    return this.#free < minFreeBytes
      ? `the disk has less than minFreeBytes free, ${minFreeBytes}`
      : undefined;
  }

  /** Looks whether the database is where it was. */
  look(): Whereabouts {
    const { root } = this.#directory;
    if (this.#directory.isInPlace && isInPlace(`${root}${sep}calls.ndjson`, this.#log.identity)) {
      this.#whereabouts = 'in place';
      this.#onSeen();
    } else {
      this.#whereabouts = this.#log.isLinked ? 'moved' : 'removed';
    }
    return this.#whereabouts;
  }
}

/** Bytes that an ordinary user may still write; unlimited where the system does not say. */
function freeBytes(directory: OwnDirectory): number {
  try {
    const { bavail, bsize } = statfsSync(directory.reach());
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
