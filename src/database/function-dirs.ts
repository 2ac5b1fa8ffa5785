import { claimFileName, encodeFileName } from '../model/folder-name.js';

const RESERVED: readonly string[] = ['db.json', 'calls.ndjson'];

/** Whether a `dir` from a log is one plain path segment that a function's folder may have. */
export function isFunctionDir(dir: unknown): dir is string {
  return typeof dir === 'string' && /^[A-Za-z0-9_$%~-][A-Za-z0-9_$%~.-]{0,254}$/.test(dir);
}

/** The folders that a function of that name may have: alone, and where another has the first. */
export function dirsFor(name: string): readonly [string, string] {
  const taken = new Set<string>();
  return [claimFileName(name, taken), claimFileName(name, taken)];
}

/** Which folder belongs to which function, in a log that may say anything: each has one, none has two owners. */
export class FunctionDirs {
  readonly #dirs = new Map<string, string | undefined>();
  readonly #owners = new Map<string, string>();

  /** Takes a function's own word for its folder, where that is possible; the first word counts. */
  claim(name: string, dir: unknown): void {
    if (!this.#dirs.has(name)) this.#add(name, isFunctionDir(dir) ? dir : encodeFileName(name));
  }

  /** Whether it is decided which folder belongs to a function. */
  knows(name: string): boolean {
    return this.#dirs.has(name);
  }

  /** The folder of a function; `undefined` where it can have none. */
  of(name: string): string | undefined {
    if (!this.#dirs.has(name)) this.#add(name, encodeFileName(name));
    return this.#dirs.get(name);
  }

  /** Whose folder that is. */
  ownerOf(dir: string): string | undefined {
    const owner = this.#owners.get(dir.toLowerCase());
    return owner !== undefined && this.#dirs.get(owner) === dir ? owner : undefined;
  }

  #add(name: string, dir: string): void {
    const key = dir.toLowerCase();
    const isFree = isFunctionDir(dir) && !RESERVED.includes(key) && !this.#owners.has(key);
    this.#dirs.set(name, isFree ? dir : undefined);
    if (isFree) this.#owners.set(key, name);
  }
}
