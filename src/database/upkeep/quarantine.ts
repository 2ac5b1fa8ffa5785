import { renameSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { makePrivateFolder } from '../../model/private-files.js';
import { statsOf } from '../plain-file.js';
import { DAMAGED_FOLDER } from './view-walk.js';

const MOST_NAMED = 100;

/**
 * Keeps what is damaged: under `.damaged` in the database, by the same path, with `~2`, `~3` … where that is taken.
 * Nothing is deleted or overwritten.
 */
export class Quarantine {
  /** How many files and folders were set aside. */
  count = 0;
  /** The first of them, from the database's root, as they are called now. */
  readonly kept: string[] = [];
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** Moves what stands at a path of the database, a link itself and not what it leads to. */
  setAside(path: string): void {
    renameSync(path, this.claim(relative(this.#root, path)));
  }

  /** A free path for a file of the database, in folders that are there. */
  claim(file: string): string {
    const folder = [DAMAGED_FOLDER, ...dirname(file).split(sep)]
      .filter((name) => name !== '.')
      .reduce(plainFolder, this.#root);
    const path = freePath(folder, basename(file));
    this.count++;
    if (this.kept.length < MOST_NAMED) this.kept.push(relative(this.#root, path));
    return path;
  }
}

/** A folder of that name, or a similar one where something else has the name: a link would lead elsewhere. */
function plainFolder(parent: string, name: string): string {
  for (let k = 1; ; k++) {
    const path = join(parent, numbered(name, k));
    const stats = statsOf(path);
    if (stats === undefined) makePrivateFolder(path);
    if (stats?.isDirectory() ?? true) return path;
  }
}

function freePath(folder: string, name: string): string {
  for (let k = 1; ; k++) {
    const path = join(folder, numbered(name, k));
    if (statsOf(path) === undefined) return path;
  }
}

function numbered(name: string, k: number): string {
  return k === 1 ? name : `${name.slice(0, 240)}~${k}`;
}
