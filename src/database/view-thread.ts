import { workerData } from 'node:worker_threads';
import { now } from '../model/timers.js';
import { ViewBuilder, type ViewFile, writeMissing } from './view-builder.js';
import { ViewSignals, ViewState } from './view-signals.js';

/** What a view thread is started with. */
export interface ViewThreadData {
  readonly root: string;
  readonly memory: SharedArrayBuffer;
  /** Which of the threads it is, from 0. */
  readonly thread: number;
}

/** How often a log that grows is looked at: to be woken by whoever writes it would cost that a system call each time. */
const LOOK_EVERY_MS = 20;
/** Without anything new for so long, it sleeps until it is woken. */
const REST_AFTER_MS = 1000;

const { root, memory, thread } = workerData as ViewThreadData;
const signals = new ViewSignals(memory);

if (signals.begin(thread)) {
  followLog(new ViewBuilder(root, { put: putUnlessStopped, isMine: (stretch) => signals.claim(stretch) }));
}

function followLog(builder: ViewBuilder): void {
  try {
    let grewAt = now();
    for (let isComplete = false; !isComplete; ) {
      isComplete = signals.isLogComplete; // before the last look
      if (builder.advance()) grewAt = now();
      else if (now() - grewAt < REST_AFTER_MS) signals.pause(LOOK_EVERY_MS);
      else signals.rest(() => builder.isBehind);
    }
    signals.end(thread, ViewState.Done);
  } catch (error) {
    const isStopped = signals.stateOf(thread) === ViewState.Stopping;
    signals.end(thread, ViewState.Failed);
    if (!isStopped) throw error;
  }
}

function putUnlessStopped(file: ViewFile): void {
  if (signals.stateOf(thread) === ViewState.Stopping) throw new Error('the view thread was stopped');
  writeMissing(root, file);
}
