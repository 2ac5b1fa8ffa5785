import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** All that stands in a folder, in order and without going where links lead; `readdirSync` by itself goes there. */
export function listTree(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
