import { join } from 'node:path';
import { LogIndex } from '../log-index.js';
import { folderNameOf } from '../summarize-functions.js';
import { attemptUpkeep } from './attempt-upkeep.js';
import { type PruneCriteria, type PrunedDatabase, planPrune } from './prune-plan.js';
import { removeDatabase } from './remove-database.js';
import { trimCalls } from './trim-calls.js';

/** What `prune` is told. */
export interface PruneOptions extends PruneCriteria {
  /** Decides what would go, and changes nothing. */
  readonly dryRun?: boolean;
  /** Told of each database before it is removed or trimmed. */
  readonly onDatabase?: (database: PrunedDatabase) => void;
}

/** What `prune` decided and did. */
export interface PruneReport {
  readonly databases: readonly PrunedDatabase[];
  /** Files that stood in a removed database and belong to none: they were left where they are. */
  readonly left: readonly string[];
}

/**
 * Removes databases by age, number or size, and calls by number. The newest database, those that are being written
 * or cannot be read, and the only calls of a function stay; of the last, `includingLast` says otherwise.
 * @param roots databases' directories: which one is the newest is decided among them
 * @throws TypeError without a criterion, RangeError for a bad one; CallMonitorError where the file system refuses
 */
export function prune(roots: readonly string[], options: PruneOptions): PruneReport {
  checkCriteria(options);
  const databases = planPrune(roots, options);
  return { databases, left: options.dryRun ? [] : carryOut(databases, options) };
}

/** Does what was planned. Returns what stood in removed databases and belongs to none. */
export function carryOut(
  databases: readonly PrunedDatabase[],
  { keepCalls, onDatabase }: Pick<PruneOptions, 'keepCalls' | 'onDatabase'>,
): string[] {
  const left: string[] = [];
  for (const database of databases) {
    const { path, action } = database;
    if (action === 'keep') continue;
    onDatabase?.(database);
    attemptUpkeep('pruned', path, () => {
      if (action === 'remove')
        left.push(...removeDatabase(path, dirsOf(path)).map((name) => join(path, name)));
      else if (keepCalls !== undefined) trimCalls(path, keepCalls);
    });
  }
  return left;
}

function dirsOf(root: string): Set<string> {
  const index = new LogIndex(join(root, 'calls.ndjson'));
  index.refresh();
  return new Set(Array.from(index.functions, folderNameOf));
}

function checkCriteria(options: PruneCriteria): void {
  const { olderThanMs, keepLast, maxBytes, keepCalls } = options;
  const given = Object.entries({ olderThanMs, keepLast, maxBytes, keepCalls }).filter(
    ([, value]) => value !== undefined,
  );
  if (given.length === 0)
    throw new TypeError('Expected olderThanMs, keepLast, maxBytes or keepCalls, got none of them');
  for (const [key, value = 0] of given) {
    const least = key === 'keepCalls' ? 1 : 0;
    if (!(value >= least)) throw new RangeError(`Expected ${least} or more for ${key}, got ${value}`);
  }
}
