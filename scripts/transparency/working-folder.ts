import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { MODULES } from './locations.js';
import type { Corpus } from './program.js';

/** Makes a folder with these files anew, in which what is installed can be imported. */
export function makeWorkingFolder(folder: string, files: Corpus): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  symlinkSync(MODULES, join(folder, 'node_modules'), 'junction');
  for (const [name, source] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    if ('from' in source) copyFileSync(join(MODULES, source.from), path);
    else writeFileSync(path, source.text);
  }
}

/** All files of a working folder, by their names, but for what is installed. */
export function filesIn(folder: string): ReadonlyMap<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(files.map((path) => [path.slice(folder.length + 1), readFileSync(path)]));
}
