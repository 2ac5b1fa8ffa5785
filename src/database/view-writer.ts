import { join } from 'node:path';
import { fileSizeLimit } from './file-size-limit.js';
import { hasCode, makeDirectory, writeNewFile } from './files.js';
import type { OwnDirectory } from './own-directory.js';
import { DESCRIPTORS, type PutFile, type ViewFile } from './view-builder.js';

/**
 * Writes the files of a view where they are missing. What is there already is left as it is, so that two builders
 * do no harm.
 */
export function missingFilesOf(directory: OwnDirectory): PutFile {
  return (file) => writeMissing(directory.reach(), file);
}

function writeMissing(root: string, file: ViewFile): void {
  const parent = join(root, file.dir);
  const folder = file.invocation === undefined ? parent : join(parent, String(file.invocation));
  const path = join(folder, file.name);
  fileSizeLimit.check(file.line.length);
  // The folder of a call is made for its first file; to ask for it each time would cost more than to be told.
  if (file.name === DESCRIPTORS.output && writesInto(path, file.line)) return;
  if (folder !== parent && makesIn(folder)) return writeNewFile(path, file.line);
  makeDirectory(parent);
  if (folder !== parent) makeDirectory(folder);
  writeNewFile(path, file.line);
}

/** Whether there is a folder to write into. */
function writesInto(path: string, line: Buffer): boolean {
  return unlessMissing(() => writeNewFile(path, line));
}

/** Whether there is a folder to make it in. Level by level: where the database is gone, nothing is made in its place. */
function makesIn(folder: string): boolean {
  return unlessMissing(() => void makeDirectory(folder));
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
