import type { DB } from '../database/db.js';
import { load } from '../database/load.js';
import { CallNotLoggedError } from '../model/errors.js';
import { safeLine } from '../model/safe-text.js';
import type { DatabasePart } from './choose-parts.js';

/** An opened database; or of it one function or one call. */
export interface LoadedPart {
  readonly db: DB;
  readonly function?: string;
  readonly invocation?: number;
}

/** @throws CallNotLoggedError for a folder that is of no function or call, and as `load` */
export function loadPart({ root, dir, invocation }: DatabasePart): LoadedPart {
  const db = load(root);
  if (dir === undefined) return { db };
  const found = [...db.functions.values()].find((each) => each.dir === dir);
  if (found === undefined) throw noFunction(root, dir);
  return invocation === undefined
    ? { db, function: found.name }
    : { db, function: found.name, invocation: db.call(found.name, invocation).invocation };
}

/** Says that a folder of a database is none of a function. */
export function noFunction(root: string, dir: string): CallNotLoggedError {
  return new CallNotLoggedError(
    `Expected the folder of a function of ${root}, got '${safeLine(dir)}': callmonitor ls ${root} lists them`,
    { path: root },
  );
}
