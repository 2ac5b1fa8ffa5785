import { readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from '../files.js';
import { isPlainFolder, statsOf } from '../plain-file.js';
import { DESCRIPTORS } from '../view-builder.js';
import { DAMAGED_FOLDER, LEFTOVER } from './view-walk.js';

const INVOCATION = /^[1-9]\d{0,15}$/;

/**
 * Removes a database: its folders, then the log, then the summary, so that what is left of an interrupted removal is
 * still a database. No link is followed, and what belongs to no database stays.
 * @param dirs the folders that its functions have by the log
 * @returns what stays, from the root
 */
export function removeDatabase(root: string, dirs: ReadonlySet<string>): string[] {
  const stays: string[] = [];
  for (const name of readdirSync(root)) {
    const path = join(root, name);
    if (name === 'db.json' || name === 'calls.ndjson') continue;
    if (LEFTOVER.test(name)) rmSync(path);
    else if (name === DAMAGED_FOLDER && isPlainFolder(path)) rmSync(path, { recursive: true });
    else if (isPlainFolder(path) && (dirs.has(name) || hasFunctionFile(path)))
      stays.push(...removeFunction(path).map((each) => `${name}/${each}`));
    else stays.push(name);
  }
  rmSync(join(root, 'calls.ndjson'), { force: true });
  rmSync(join(root, 'db.json'), { force: true });
  removeIfEmpty(root);
  return stays;
}

/** Removes a function's folder but for what is none of a call; returns that. */
function removeFunction(folder: string): string[] {
  const stays: string[] = [];
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name === DESCRIPTORS.function) rmSync(path);
    else if (INVOCATION.test(name) && isPlainFolder(path)) rmSync(path, { recursive: true });
    else stays.push(name);
  }
  removeIfEmpty(folder);
  return stays;
}

function hasFunctionFile(folder: string): boolean {
  return statsOf(join(folder, DESCRIPTORS.function))?.isFile() ?? false;
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!hasCode(error, 'ENOTEMPTY') && !hasCode(error, 'EEXIST')) throw error;
  }
}
