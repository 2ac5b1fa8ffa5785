import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DIRECTORY_MODE, hasCode } from './files.js';

/** More databases than this under one name is a mistake, or somebody's joke. */
const MOST_DATABASES = 1_000_000;

/**
 * Makes a database's directory `<base>[-tid=<tag>][-<k>]` with the smallest k that is free, and returns its
 * absolute path. A name is claimed by one `mkdir`, which fails for all but one of those who try.
 */
export function claimRoot(base: string, tag: string | undefined): string {
  const name = resolve(tag === undefined ? base : `${base}-tid=${tag}`);
  mkdirSync(dirname(name), { recursive: true });
  for (let k = 0; k <= MOST_DATABASES; k++) {
    const root = k === 0 ? name : `${name}-${k}`;
    if (makeDirectory(root)) return root;
  }
  throw new Error(`Expected a free name among ${name} to ${name}-${MOST_DATABASES}`);
}

function makeDirectory(path: string): boolean {
  try {
    mkdirSync(path, { mode: DIRECTORY_MODE });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}
