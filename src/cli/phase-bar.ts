import { SingleBar } from 'cli-progress';
import type { OnProgress } from '../database/upkeep/upkeep-progress.js';

/** What takes less is done before anyone asks how far it is. */
const PATIENCE_MS = 1000;

/** Does some work, with a bar on the standard error for what takes longer than a second, if that is a terminal. */
export function withPhaseBar<Result>(title: string, work: (onProgress: OnProgress) => Result): Result {
  const bar = new SingleBar({
    stream: process.stderr,
    format: `${title} {phase} {bar} {percentage} %`,
    barsize: 30,
    clearOnComplete: true,
    gracefulExit: false,
  });
  const begun = performance.now();
  let shown: string | undefined;
  const onProgress: OnProgress = ({ phase, done, total }) => {
    if (!process.stderr.isTTY || performance.now() - begun < PATIENCE_MS) return;
    if (shown !== phase) bar.start(total, done, { phase });
    shown = phase;
    bar.update(done, { phase });
  };
  try {
    return work(onProgress);
  } finally {
    if (shown !== undefined) bar.stop();
  }
}
