import { rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CallMonitorError } from '../../model/errors.js';
import { hasCode } from '../files.js';
import { ViewBuilder, type ViewFile } from '../view-builder.js';
import { attemptUpkeep } from './attempt-upkeep.js';
import type { Examined } from './examine.js';
import { examineSound } from './examine-sound.js';
import { setLayout } from './set-layout.js';
import type { OnProgress } from './upkeep-progress.js';
import { compareViewFile, folderOf } from './view-files.js';
import { ViewProgress } from './view-progress.js';

/** What `pack` and `unpack` may be told. */
export interface PackOptions {
  /** Changes nothing, and only finds out whether it could be done. */
  readonly dryRun?: boolean;
  readonly onProgress?: OnProgress;
}

/** What `pack` or `unpack` did. */
export interface PackReport {
  readonly path: string;
  /** Files of the view that were taken away or written. */
  readonly files: number;
  readonly calls: number;
}

/**
 * Takes a database's view away: what stays is the log, the summary and the sidecars. Each file is compared with the
 * log's line again before it goes. May be interrupted and run again.
 * @throws CallMonitorError where the log lacks anything that the view says (`repair` completes it), or the file
 * system refuses; DatabaseLockedError for one that is being written; DatabaseNotFoundError
 */
export function pack(path: string, { dryRun = false, onProgress }: PackOptions = {}): PackReport {
  const examined = examineSound(path, 'packed', onProgress);
  const progress = new ViewProgress(examined, onProgress);
  const report = { path: examined.root, calls: progress.calls };
  if (dryRun) return { ...report, files: 0 };
  const files = attemptUpkeep('packed', path, () => {
    setLayout(examined, 'packed');
    return removeView(examined, progress);
  });
  return { ...report, files };
}

function removeView({ root, log: { dirs } }: Examined, progress: ViewProgress): number {
  let removed = 0;
  const emptied = new Set<string>();
  const remove = (file: ViewFile) => {
    emptied.add(file.dir);
    if (removeFile(root, file)) removed++;
    progress.step();
  };
  new ViewBuilder(root, remove, { dirs }).advance();
  for (const dir of emptied) removeIfEmpty(join(root, dir));
  return removed;
}

function removeFile(root: string, file: ViewFile): boolean {
  const folder = folderOf(root, file);
  const { state } = compareViewFile(root, file);
  // What is cut holds nothing that the log does not.
  const isOurs = state === 'same' || state === 'cut';
  if (isOurs) rmSync(join(folder, file.name));
  else if (state !== 'missing')
    throw new CallMonitorError(`${join(folder, file.name)} changed while the database was packed`, {
      path: root,
    });
  if (file.invocation !== undefined) removeIfEmpty(folder);
  return isOurs;
}

/** Sidecars stay where they are, and so does what is not ours. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    const isKept = ['ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR'].some((code) => hasCode(error, code));
    if (!isKept) throw error;
  }
}
