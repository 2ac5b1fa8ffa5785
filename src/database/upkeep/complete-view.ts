import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DestinationNotFreeError } from '../../model/errors.js';
import { makeDirectory, writeNewFile } from '../files.js';
import { ViewBuilder, type ViewFile } from '../view-builder.js';
import type { Examined } from './examine.js';
import type { Quarantine } from './quarantine.js';
import { compareViewFile, folderOf } from './view-files.js';

/** A file may be blocked at its folder, the folder above, and its own place. */
const MOST_ATTEMPTS = 4;

/**
 * Completes a view from its log, and returns how many files were written. What stands there and is something else is
 * set aside.
 * @throws DestinationNotFreeError for that, where there is no quarantine
 */
export function completeView(
  { root, log: { dirs } }: Examined,
  quarantine: Quarantine | undefined,
  onFile: () => void,
): number {
  let written = 0;
  const put = (file: ViewFile) => {
    if (repairFile(root, file, quarantine)) written++;
    onFile();
  };
  new ViewBuilder(root, put, { dirs }).advance();
  return written;
}

function repairFile(root: string, file: ViewFile, quarantine: Quarantine | undefined): boolean {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const state = compareViewFile(root, file);
    const path = join(folderOf(root, file), file.name);
    if (state.state === 'same') return attempt > 0;
    if (state.state === 'unreadable')
      throw Object.assign(new Error(`${state.code}: ${path} cannot be read`), { code: state.code });
    if (state.state === 'blocked') setAside(state.path, quarantine);
    else if (state.state === 'differs') setAside(path, quarantine);
    // What is cut holds nothing that the log does not.
    else if (state.state === 'cut') rmSync(path);
    else writeFile(root, file, path);
  }
  throw new Error(`${join(folderOf(root, file), file.name)} changes while it is repaired`);
}

function setAside(path: string, quarantine: Quarantine | undefined): void {
  if (quarantine === undefined)
    throw new DestinationNotFreeError(`Expected nothing but the log's own line at ${path}`, { path });
  quarantine.setAside(path);
}

function writeFile(root: string, file: ViewFile, path: string): void {
  makeDirectory(join(root, file.dir));
  if (file.invocation !== undefined) makeDirectory(folderOf(root, file));
  writeNewFile(path, file.line);
}
