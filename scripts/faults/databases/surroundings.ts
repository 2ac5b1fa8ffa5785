import { spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { saveNpy } from 'callmonitor';
import { listTree } from '../list-tree.js';

/** A text that stands in no database, but around them all. */
export const MARKER = 'what-stands-outside-7d1c';

/** What links lead to, beside a database. */
export const SECRET = 'secret';
/** What hard links lead to: it stands in the database, too, and so may be read there, but not written. */
export const SHARED = 'shared';
export const FOLDER = 'folder';
export const FIFO = 'pipe';

/**
 * Makes a folder of files that nobody who reads the database beside it has any business with. All of them tell the
 * marker, so that what was read of them shows.
 */
export function surround(outside: string): void {
  mkdirSync(outside, { recursive: true });
  const input = `{"kind":"input","function":"${MARKER}","invocation":1,"args":["${MARKER}"],"kwargs":{}}\n`;
  const files = {
    [SECRET]: input,
    [SHARED]: input.replaceAll(MARKER, 'shared'),
    [`${FOLDER}/function.json`]: `{"kind":"function","function":"${MARKER}"}\n`,
    [`${FOLDER}/input_descriptor.json`]: input,
    [`${FOLDER}/arg_0.json`]: `["${MARKER}"]`,
    [`${FOLDER}/1/input_descriptor.json`]: input,
    [`${FOLDER}/1/arg_0.json`]: `["${MARKER}"]`,
  };
  mkdirSync(join(outside, FOLDER, '1'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(outside, name), text, { mode: 0o644 });
  saveNpy(join(outside, FOLDER, 'arg_0.npy'), Buffer.from(MARKER));
  saveNpy(join(outside, FOLDER, '1', 'arg_0.npy'), Buffer.from(MARKER));
  symlinkSync(SECRET, join(outside, 'link'));
  spawnSync('mkfifo', [join(outside, FIFO)]);
}

/** What stands around: names, bytes, rights and times. */
export function lookAround(outside: string): string {
  return listTree(outside)
    .map((name) => describe(join(outside, name), outside))
    .join('\n');
}

function describe(path: string, outside: string): string {
  const { mode, size, mtimeMs } = lstatSync(path);
  const isFile = (mode & 0o170000) === 0o100000;
  const text = isFile ? readFileSync(path, 'latin1') : '';
  // A folder's time tells of what was made in it and taken away again.
  return `${relative(outside, path)} ${mode.toString(8)} ${size} ${mtimeMs} ${text}`;
}
