import { sep } from 'node:path';
import { makeUnlessThere, syncDirectory } from './files.js';

/** Where a call has its files. */
export interface CallPlace {
  /** A path to the database. */
  readonly root: string;
  /** The function's folder. */
  readonly dir: string;
  readonly invocation: number;
}

/** The path of a call's folder. */
export function callFolderOf({ root, dir, invocation }: CallPlace): string {
  return `${root}${sep}${dir}${sep}${invocation}`;
}

/**
 * Makes a call's folder unless it is there, level by level: where the database is gone nothing is to be made in its
 * place. Returns its path.
 * @param isSynced whether it is to outlast a power failure
 */
export function makeCallFolder(place: CallPlace, isSynced: boolean): string {
  const parent = `${place.root}${sep}${place.dir}`;
  const folder = callFolderOf(place);
  if (makeUnlessThere(parent) && isSynced) syncDirectory(place.root);
  if (makeUnlessThere(folder) && isSynced) syncDirectory(parent);
  return folder;
}
