import { writeSync } from 'node:fs';
import { inspect } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { leaveProcess } from './leave-process.js';

let isStuck = false;
let isWatching = false;
/** What nobody catches, and ends the program. */
let fatal: { readonly error: unknown } | undefined;

/** To be called before a thread may be stuck: Node tells of a fatal error only after the exit handlers. */
export function watchFatalErrors(): void {
  if (isWatching || !isMainThread) return;
  isWatching = true;
  process.on('uncaughtExceptionMonitor', (error) => {
    const isCaught =
      process.listenerCount('uncaughtException') > 0 || process.hasUncaughtExceptionCaptureCallback();
    if (!isCaught) fatal = { error };
  });
}

/** A worker thread of ours is stuck in the operating system. */
export function tellStuckThread(): void {
  isStuck = true;
}

/**
 * Ends the process if a thread is stuck, for which Node would wait for ever: as it would have ended, but for the line
 * of source in front of a fatal error. In a worker thread this is not possible.
 */
export function leaveStuckThreads(code: number): void {
  if (!isStuck || !isMainThread) return;
  if (fatal !== undefined) writeSync(2, `${inspect(fatal.error)}\n\nNode.js ${process.version}\n`);
  leaveProcess(code);
}
