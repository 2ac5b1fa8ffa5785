import { attemptUpkeep } from './attempt-upkeep.js';
import { completeView } from './complete-view.js';
import { examineSound } from './examine-sound.js';
import type { PackOptions, PackReport } from './pack.js';
import { setLayout } from './set-layout.js';
import { ViewProgress } from './view-progress.js';

/**
 * Builds a database's view from its log: a folder per function and per call. May be interrupted and run again.
 * @throws DestinationNotFreeError where something else stands in the view's place; else as `pack`
 */
export function unpack(path: string, { dryRun = false, onProgress }: PackOptions = {}): PackReport {
  const examined = examineSound(path, 'unpacked', onProgress);
  const progress = new ViewProgress(examined, onProgress);
  const report = { path: examined.root, calls: progress.calls };
  if (dryRun) return { ...report, files: 0 };
  const files = attemptUpkeep('unpacked', path, () => {
    const written = completeView(examined, undefined, () => progress.step());
    setLayout(examined, 'folders');
    return written;
  });
  return { ...report, files };
}
