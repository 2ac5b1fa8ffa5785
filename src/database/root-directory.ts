import { mkdirSync, rmdirSync, unlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { hasCode, makeDirectory } from './files.js';

/** More databases than this under one name is a mistake, or somebody's joke. */
const MOST_DATABASES = 1_000_000;

/**
 * Makes a database's directory `<base>[-tid=<tag>][-<k>]` with the smallest k that is free, and returns its
 * absolute path. A name is claimed by one `mkdir`, which fails for all but one of those who try.
 */
export function claimRoot(base: string, tag: string | undefined): string {
  const path = resolve(base);
  const name = tag === undefined ? path : `${path}-tid=${tag}`;
  makeParents(dirname(name));
  for (let k = 0; k <= MOST_DATABASES; k++) {
    const root = k === 0 ? name : `${name}-${k}`;
    if (makeDirectory(root)) return root;
  }
  throw new Error(`Expected a free name among ${name} to ${name}-${MOST_DATABASES}`);
}

/** Not by `recursive: true`: in `/proc`, where nothing can be made, Node would try for ever. */
function makeParents(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return;
    if (!hasCode(error, 'ENOENT') || dirname(path) === path) throw error;
    makeParents(dirname(path));
    mkdirSync(path);
  }
}

/**
 * Gives back a directory that could not become a database. No file is opened, of which there may be too many, nor looked
 * at, where the program may have put a setter in the way. What cannot be taken away stays.
 */
export function giveBackRoot(root: string): void {
  attempt(() => unlinkSync(join(root, 'db.json')));
  attempt(() => unlinkSync(join(root, 'calls.ndjson')));
  attempt(() => rmdirSync(root));
}

function attempt(remove: () => void): void {
  try {
    remove();
  } catch {
    // There was nothing, or there is no way.
  }
}
