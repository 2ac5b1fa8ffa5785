import { parentPort, workerData } from 'node:worker_threads';
import { now } from '../model/timers.js';
import { type Identity, OwnDirectory } from './own-directory.js';
import { type PutFile, ViewBuilder } from './view-builder.js';
import { ViewSignals, ViewState } from './view-signals.js';
import { missingFilesOf } from './view-writer.js';

/** What a view thread is started with. */
export interface ViewThreadData {
  readonly root: string;
  readonly identity: Identity;
  /** A path that leads to it now. */
  readonly reach: string;
  readonly memory: SharedArrayBuffer;
  /** Which of the threads it is, from 0. */
  readonly thread: number;
}

/** How often a log that grows is looked at: to be woken by whoever writes it would cost that a system call each time. */
const LOOK_EVERY_MS = 20;
/** Without anything new for so long, it sleeps until it is woken. */
const REST_AFTER_MS = 1000;
/** What the disk refuses is tried again after this long. */
const RETRY_AFTER_MS = 1000;
/** A failure that lasts longer than one pause is told of. */
const TOLD_FAILURE = 2;

const { root, identity, reach, memory, thread } = workerData as ViewThreadData;
const signals = new ViewSignals(memory);
// Before it begins: a thread that finds no file descriptor is started again later.
const directory = new OwnDirectory(root, identity, reach);

if (signals.begin(thread)) {
  const isShown = followLog(viewBuilder());
  directory.close(); // whoever waits for the thread may want to unmount it
  signals.end(thread, isShown ? ViewState.Done : ViewState.Failed);
} else {
  directory.close();
}

function viewBuilder(): ViewBuilder {
  const put = unlessStopped(missingFilesOf(directory, false));
  return new ViewBuilder(directory.reach(), put, { isMine: (stretch) => signals.claim(stretch) });
}

/** Returns whether the view shows the whole log, as far as that is this thread's. */
function followLog(builder: ViewBuilder): boolean {
  let grewAt = now();
  for (let failures = 0; ; ) {
    const isComplete = signals.isLogComplete; // before the last look
    try {
      const hasGrown = builder.advance();
      failures = 0;
      if (isComplete) return true;
      if (hasGrown) grewAt = now();
      else if (now() - grewAt < REST_AFTER_MS) signals.pause(LOOK_EVERY_MS);
      else signals.rest(() => builder.isBehind);
    } catch (error) {
      if (isComplete || isStopped()) return false;
      if (++failures === TOLD_FAILURE) parentPort?.postMessage(directory.inItsName(error));
      signals.pause(RETRY_AFTER_MS);
    }
  }
}

function isStopped(): boolean {
  return signals.stateOf(thread) === ViewState.Stopping;
}

function unlessStopped(put: PutFile): PutFile {
  return (file) => {
    if (isStopped()) throw new Error('the view thread was stopped');
    put(file);
  };
}
