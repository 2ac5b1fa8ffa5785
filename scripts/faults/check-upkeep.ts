import { repair, verify } from 'callmonitor';
import { viewGaps } from './view-gaps.js';

/** What `verify` and `repair` make of what a killed program left. */
export interface UpkeepCheck {
  /** Files of the view that were missing. */
  readonly viewFiles: number;
  /** What else was half done, and is set aside. */
  readonly leftovers: number;
  readonly broken: readonly string[];
}

/** Of one database; more of it tells nothing new. */
const MOST_TOLD = 10;

/** Verifies, repairs, looks whether the view shows the whole log, and verifies again. */
export function checkUpkeep(root: string, layout: string): UpkeepCheck {
  const broken: string[] = [];
  let viewFiles = 0;
  let leftovers = 0;
  try {
    for (const { severity, repair: remedy, file, found } of verify(root).findings) {
      if (remedy === 'sets aside') leftovers++;
      if (remedy === 'leaves') broken.push(`${root}: ${severity} that repair leaves: ${file}, ${found}`);
    }
    viewFiles = repair(root).viewFiles;
    if (layout === 'folders')
      broken.push(...viewGaps(root).map((file) => `${file} is not there after repair`));
    for (const { severity, file, found } of verify(root).findings) {
      broken.push(`${root}: ${severity} after repair: ${file}, ${found}`);
    }
    if (repair(root).isChanged) broken.push(`${root}: a second repair changed something`);
  } catch (error) {
    broken.push(`${root}: ${error instanceof Error ? error.message : error}`);
  }
  return { viewFiles, leftovers, broken: broken.slice(0, MOST_TOLD) };
}
