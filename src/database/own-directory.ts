import { closeSync, constants, fstatSync, lstatSync, openSync, statSync } from 'node:fs';
import { hasCode } from './files.js';

/** Where Linux shows what a process has open: a way to a directory that does not go by its name. */
const OPEN_FILES = '/proc/self/fd';

const { O_DIRECTORY = 0, O_RDONLY } = constants;

/** What tells a file or directory from all others. */
export interface Identity {
  readonly dev: number;
  readonly ino: number;
}

/**
 * The directory of a database that is being written. Its name may come to mean nothing, or something else: another
 * database, a link to files of the program. Nothing may be written there.
 */
export class OwnDirectory {
  readonly root: string;
  readonly identity: Identity;
  readonly #fd: number | undefined;
  readonly #reach: string;

  /**
   * @param identity which directory it is to be; default the one that has the name now
   * @param path another path to it: what `reach` said elsewhere in this process
   * @throws what the file system throws; ENOENT where another has the name
   */
  constructor(root: string, identity: Identity = lstatSync(root), path = root) {
    this.root = root;
    this.identity = identity;
    this.#fd = process.platform === 'linux' ? openSync(path, O_RDONLY | O_DIRECTORY) : undefined;
    const isIt = this.#fd === undefined ? this.isInPlace : isSame(fstatSync(this.#fd), identity);
    if (!isIt) {
      this.close();
      throw this.#lost();
    }
    const reach = `${OPEN_FILES}/${this.#fd}`;
    this.#reach = this.#fd !== undefined && leadsTo(reach, identity) && mayWrite(reach) ? reach : root;
  }

  /** Whether its name still leads to it. */
  get isInPlace(): boolean {
    return isInPlace(this.root, this.identity);
  }

  /** Whether it can be reached wherever it was moved. */
  get canBeFollowed(): boolean {
    return this.#reach !== this.root;
  }

  /**
   * A path that leads to it and to nothing else, now.
   * @throws ENOENT where there is none
   */
  reach(): string {
    return this.canBeFollowed ? this.#reach : this.byName();
  }

  /** The same by its name, for those who may tell it to others. */
  byName(): string {
    if (!this.isInPlace) throw this.#lost();
    return this.root;
  }

  /** An error as it would be by the directory's name. */
  inItsName(error: unknown): unknown {
    if (error instanceof Error) error.message = error.message.split(this.#reach).join(this.root);
    return error;
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
  }

  #lost(): Error {
    return Object.assign(new Error(`${this.root} was moved or removed`), { code: 'ENOENT' });
  }
}

/** Whether a path leads to that file, and not by a link. Where it may not be looked at, nothing has happened to it. */
export function isInPlace(path: string, identity: Identity): boolean {
  try {
    return isSame(lstatSync(path), identity);
  } catch (error) {
    return !hasCode(error, 'ENOENT') && !hasCode(error, 'ENOTDIR');
  }
}

function leadsTo(path: string, identity: Identity): boolean {
  try {
    return isSame(statSync(path), identity);
  } catch {
    return false;
  }
}

/** Node's own permissions go by names: `--allow-fs-write`. */
function mayWrite(path: string): boolean {
  return process.permission === undefined || process.permission.has('fs.write', path);
}

function isSame(a: Identity, b: Identity): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}
