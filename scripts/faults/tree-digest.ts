import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What all that stands in a folder comes to: names, kinds, modes, times and bytes. */
export function treeDigest(root: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(root, name);
    const stats = lstatSync(path, { bigint: true });
    hash.update(`${name}\0${stats.mode}\0${stats.size}\0${stats.mtimeNs}\0`);
    if (stats.isFile()) hash.update(readFileSync(path));
  }
  return hash.digest('hex');
}
