import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import picomatch from 'picomatch';
import { findDatabases, isDatabase } from '../database/find-databases.js';
import { followedStatsOf } from '../database/plain-file.js';

/** `**` goes no deeper than this. */
const MOST_LEVELS = 16;
const naturally = new Intl.Collator('en', { numeric: true });

/** Whether a path has wildcards. */
export function isGlob(path: string): boolean {
  return picomatch.scan(path).isGlob;
}

/** The databases that match a glob, and those in folders that do, in natural order. Links are not followed. */
export function findByGlob(pattern: string): string[] {
  const { base, glob } = picomatch.scan(pattern);
  const matches = picomatch(glob);
  const depth = glob.includes('**') ? MOST_LEVELS : glob.split('/').length;
  return [...foldersBelow(base, '', depth)]
    .filter((path) => matches(path))
    .sort(naturally.compare)
    .map((path) => join(base, path))
    .flatMap((path) => (isDatabase(path) ? [path] : findDatabases(path)));
}

/** Folders by their paths below a base; what is in a database is none of them. */
function* foldersBelow(base: string, path: string, levels: number): Generator<string> {
  if (levels === 0 || isDatabase(join(base, path))) return;
  for (const { name } of entriesOf(join(base, path)).filter((entry) => entry.isDirectory())) {
    if (name === 'node_modules') continue;
    const folder = path === '' ? name : `${path}/${name}`;
    yield folder;
    yield* foldersBelow(base, folder, levels - 1);
  }
}

function entriesOf(path: string): Dirent[] {
  const folder = path === '' ? '.' : path;
  return followedStatsOf(folder)?.isDirectory() ? readdirSync(folder, { withFileTypes: true }) : [];
}
