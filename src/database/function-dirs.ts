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

/**
 * Which folder belongs to which function, in a log that may say anything: each has one, none has two owners. A function
 * that has said nothing is taken to have the folder of its name, until it says something or another says that folder is
 * its own.
 */
export class FunctionDirs {
  readonly #dirs = new Map<string, string | undefined>();
  readonly #owners = new Map<string, string>();
  /** Functions of which nobody has said where they are. */
  readonly #guessed = new Set<string>();

  /** Takes a function's own word for its folder, where that is possible; the first word counts. */
  claim(name: string, dir: unknown): void {
    if (this.knows(name)) return;
    this.#forget(name);
    this.#add(name, isFunctionDir(dir) ? dir : encodeFileName(name));
  }

  /** Whether a function has said which folder is its own. */
  knows(name: string): boolean {
    return this.#dirs.has(name) && !this.#guessed.has(name);
  }

  /** The folder of a function; `undefined` where it can have none. */
  of(name: string): string | undefined {
    if (!this.#dirs.has(name)) {
      this.#guessed.add(name);
      this.#add(name, encodeFileName(name));
    }
    return this.#dirs.get(name);
  }

  /** Whose folder that is. */
  ownerOf(dir: string): string | undefined {
    const owner = this.#owners.get(dir.toLowerCase());
    return owner !== undefined && this.#dirs.get(owner) === dir ? owner : undefined;
  }

  #forget(name: string): void {
    const dir = this.#dirs.get(name);
    if (dir !== undefined) this.#owners.delete(dir.toLowerCase());
    this.#guessed.delete(name);
  }

  #add(name: string, dir: string): void {
    const key = dir.toLowerCase();
    const isFree = isFunctionDir(dir) && !RESERVED.includes(key) && this.#isFreeFor(name, key);
    this.#dirs.set(name, isFree ? dir : undefined);
    if (isFree) this.#owners.set(key, name);
  }

  /** One who only guesses makes room. */
  #isFreeFor(name: string, key: string): boolean {
    const owner = this.#owners.get(key);
    if (owner === undefined) return true;
    if (!this.#guessed.has(owner) || this.#guessed.has(name)) return false;
    this.#dirs.set(owner, undefined);
    return true;
  }
}
