import { join } from 'node:path';
import { statsOf } from '../database/plain-file.js';
import { chooseDatabases } from './choose-databases.js';
import { partAt } from './choose-parts.js';

/**
 * The databases that a command which checks or changes them is about; one whose summary is lost counts, too, and a
 * folder in one stands for it.
 * @throws DatabaseNotFoundError where a path leads to none
 */
export function chooseForUpkeep(paths: readonly string[]): string[] {
  if (paths.length === 0) return [...chooseDatabases(undefined).roots];
  const roots = paths.flatMap((path) =>
    hasLog(path) ? [path] : (partAt(path)?.root ?? chooseDatabases(path).roots),
  );
  return [...new Set(roots)];
}

function hasLog(path: string): boolean {
  return statsOf(join(path, 'calls.ndjson'))?.isFile() ?? false;
}
