import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileSizeLimit } from './file-size-limit.js';
import { hasCode, makeDirectory, makeUnlessThere, writeNewFile } from './files.js';
import type { OwnDirectory } from './own-directory.js';
import { DESCRIPTORS, type PutFile, type ViewFile } from './view-builder.js';

/**
 * Writes the files of a view where they are missing. What is there already is left as it is, so that two builders
 * do no harm.
 * @param asksFirst whether it is looked whether something is there, before an error tells: where the program may have
 * put a setter in the way of those, which ends the process
 */
export function missingFilesOf(directory: OwnDirectory, asksFirst = true): PutFile {
  const make = asksFirst ? makeUnlessThere : makeDirectory;
  const isThere = asksFirst ? existsSync : () => false;
  return (file) => writeMissing(directory.reach(), file, { make, isThere });
}

/** How directories are made, and whether a file is known to be there. */
interface Way {
  make(path: string): boolean;
  isThere(path: string): boolean;
}

function writeMissing(root: string, file: ViewFile, { make, isThere }: Way): void {
  const parent = join(root, file.dir);
  const folder = file.invocation === undefined ? parent : join(parent, String(file.invocation));
  const path = join(folder, file.name);
  fileSizeLimit.check(file.line.length);
  if (isThere(path)) return;
  // The folder of a call is made for its first file; to ask for it each time would cost more than to be told.
  if (file.name === DESCRIPTORS.output && writesInto(path, file.line)) return;
  if (folder !== parent && makesIn(folder, make)) return writeNewFile(path, file.line);
  make(parent);
  if (folder !== parent) make(folder);
  writeNewFile(path, file.line);
}

/** Whether there is a folder to write into. */
function writesInto(path: string, line: Buffer): boolean {
  return unlessMissing(() => writeNewFile(path, line));
}

/** Whether there is a folder to make it in. Level by level: where the database is gone, nothing is made in its place. */
function makesIn(folder: string, make: Way['make']): boolean {
  return unlessMissing(() => void make(folder));
}

function unlessMissing(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}
