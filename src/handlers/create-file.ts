import { closeSync, unlinkSync } from 'node:fs';
import { openPrivate } from '../model/private-files.js';
import { writeFully } from './write-fully.js';

/**
 * Makes a new file of these chunks, mode 0600; one that could not be finished is taken away again.
 * @throws what the file system throws (`EEXIST`: nothing is overwritten)
 */
export function createFile(path: string, chunks: readonly Uint8Array[]): void {
  const file = openPrivate(path, 'wx');
  let isComplete = false;
  try {
    writeFully(file, chunks);
    isComplete = true;
  } finally {
    closeSync(file);
    if (!isComplete) unlinkSync(path);
  }
}
