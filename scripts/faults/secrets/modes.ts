import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { listTree } from '../list-tree.js';

/** Files and folders that others than their owner may read, or their owner may not. */
export function wrongModes(folder: string): string[] {
  return ['call-monitor', 'temporary']
    .filter((part) => existsSync(join(folder, part)))
    .flatMap((part) =>
      [part, ...listTree(join(folder, part)).map((name) => join(part, name))].flatMap((name) => {
        const stats = lstatSync(join(folder, name));
        const mode = (stats.mode & 0o777).toString(8);
        return mode === (stats.isDirectory() ? '700' : '600') ? [] : [`${name} has the mode ${mode}`];
      }),
    );
}
