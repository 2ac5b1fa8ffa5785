import { claimFileName, encodeFileName } from '../model/folder-name.js';

const RESERVED: readonly string[] = ['db.json', 'calls.ndjson'];

/** Whether a `dir` from a log is one plain path segment that a function's folder may have. */
export function isFunctionDir(dir: unknown): dir is string {
  return typeof dir === 'string' && /^[A-Za-z0-9_$%~-][A-Za-z0-9_$%~.-]{0,254}$/.test(dir);
}

/** The folder that a function of that name has where no other has it. */
export function plainDirOf(name: string): string {
  return claimFileName(name, new Set());
}

/** The folders that a function of that name may have: alone, and where another has the first. */
export function dirsFor(name: string): readonly [string, string] {
  const taken = new Set<string>();
  return [claimFileName(name, taken), claimFileName(name, taken)];
}

/**
 * Which folder belongs to which function, in a log that may say anything: each has one, none has two owners. A function
 * that has said nothing is taken to have the folder of its name, until it says something or another says that folder is
 * its own. One that says it has the folder of another's name has it until that other comes.
 */
export class FunctionDirs {
  readonly #dirs = new Map<string, string | undefined>();
  readonly #owners = new Map<string, string>();
  /** Functions of which nobody has said where they are. */
  readonly #guessed = new Set<string>();
  /** Functions that have said what is no folder of theirs. */
  readonly #astray = new Set<string>();

  /** Takes a function's own word for its folder, where that is possible; the first word counts. */
  claim(name: string, dir: unknown): void {
    if (this.knows(name)) return;
    this.#forget(name);
    if (!isFunctionDir(dir)) this.#add(name, plainDirOf(name));
    else {
      if (dir !== encodeFileName(name) && !dirsFor(name).includes(dir)) this.#astray.add(name);
      this.#add(name, dir);
    }
  }

  /** Whether a function has said which folder is its own. */
  knows(name: string): boolean {
    return this.#dirs.has(name) && !this.#guessed.has(name);
  }

  /** The folder of a function; `undefined` where it can have none. */
  of(name: string): string | undefined {
    if (!this.#dirs.has(name)) this.#guess(name);
    return this.#dirs.get(name);
  }

  /** Whose folder that is. */
  ownerOf(dir: string): string | undefined {
    const owner = this.#owners.get(dir.toLowerCase());
    return owner !== undefined && this.#dirs.get(owner) === dir ? owner : undefined;
  }

  /** As its writer would have named it, with what the others have by now. */
  #guess(name: string): void {
    this.#guessed.add(name);
    const [plain, other] = dirsFor(name);
    if (!this.#add(name, plain)) this.#add(name, other);
  }

  #forget(name: string): void {
    const dir = this.#dirs.get(name);
    if (dir !== undefined) this.#owners.delete(dir.toLowerCase());
    this.#guessed.delete(name);
  }

  /** Returns whether it has that folder now. */
  #add(name: string, dir: string): boolean {
    const key = dir.toLowerCase();
    const owner = this.#owners.get(key);
    const isPossible = isFunctionDir(dir) && !RESERVED.includes(key);
    const isFree = isPossible && (owner === undefined || this.#givesWay(owner, name));
    this.#dirs.set(name, isFree ? dir : undefined);
    if (!isFree) return false;
    this.#owners.set(key, name);
    if (owner !== undefined) this.#moveOut(owner);
    return true;
  }

  /** One who only guesses makes room for one who says so, and one who has gone astray for all others. */
  #givesWay(owner: string, name: string): boolean {
    if (this.#astray.has(name)) return false;
    return this.#astray.has(owner) || (this.#guessed.has(owner) && !this.#guessed.has(name));
  }

  #moveOut(owner: string): void {
    if (this.#guessed.has(owner)) this.#guess(owner);
    else this.#dirs.set(owner, undefined);
  }
}
