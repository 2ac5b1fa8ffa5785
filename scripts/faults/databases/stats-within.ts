import { lstatSync, type Stats } from 'node:fs';
import { join } from 'node:path';

/** What stands at a path of a database; `undefined` where nothing does, or something else than a folder above it. */
export function statsWithin(root: string, file: string): Stats | undefined {
  let path = root;
  let stats: Stats | undefined;
  for (const [index, name] of file.split('/').entries()) {
    if (index > 0 && !stats?.isDirectory()) return undefined;
    path = join(path, name);
    stats = lstatSync(path, { throwIfNoEntry: false });
  }
  return stats;
}
