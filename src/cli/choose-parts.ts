import { basename, dirname, relative, resolve } from 'node:path';
import { isDatabase } from '../database/find-databases.js';
import { chooseDatabases } from './choose-databases.js';
import { UsageError } from './usage-error.js';

/** A database; or of it one function or one call, where a path named the folder of that. */
export interface DatabasePart {
  readonly root: string;
  /** The name of the function's folder. */
  readonly dir?: string;
  readonly invocation?: number;
}

/**
 * What the paths of a command mean: databases as `chooseDatabases` has them, the folder of a function, the folder of
 * a call. In a packed database these are named the same, though they need not be there.
 * @throws DatabaseNotFoundError where a path leads to no database
 */
export function chooseParts(paths: readonly string[]): readonly DatabasePart[] {
  if (paths.length === 0) return chooseDatabases(undefined).roots.map((root) => ({ root }));
  return paths.flatMap((path) => partAt(path) ?? chooseDatabases(path).roots.map((root) => ({ root })));
}

/**
 * The same where one is meant.
 * @throws UsageError where several are, and as `chooseParts`
 */
export function chooseOnePart(path: string | undefined): DatabasePart {
  const [part, ...others] = chooseParts(path === undefined ? [] : [path]);
  if (part !== undefined && others.length === 0) return part;
  const roots = [part, ...others].map((each) => each?.root);
  throw new UsageError(`Expected one database, got ${roots.length}: ${roots.join(', ')}`);
}

/** The function or the call that a path names by its folder; `undefined` for any other path. */
export function partAt(path: string): DatabasePart | undefined {
  const absolute = resolve(path);
  const parent = dirname(absolute);
  if (isDatabase(absolute)) return undefined;
  if (isDatabase(parent)) return { root: fromHere(parent), dir: basename(absolute) };
  const isCall = /^[1-9]\d{0,14}$/.test(basename(absolute)) && isDatabase(dirname(parent));
  if (!isCall) return undefined;
  return { root: fromHere(dirname(parent)), dir: basename(parent), invocation: Number(basename(absolute)) };
}

function fromHere(path: string): string {
  return relative('', path) || '.';
}
