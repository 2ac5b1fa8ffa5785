import { workerData } from 'node:worker_threads';
import { ViewBuilder } from './view-builder.js';
import { ViewSignals, ViewState } from './view-signals.js';

/** What the thread is started with. */
export interface ViewThreadData {
  readonly root: string;
  readonly memory: SharedArrayBuffer;
}

const { root, memory } = workerData as ViewThreadData;
const signals = new ViewSignals(memory);

if (signals.begin()) followLog(new ViewBuilder(root));

function followLog(builder: ViewBuilder): void {
  try {
    for (let isLast = false; !isLast; ) {
      isLast = !signals.awaitWork();
      builder.advance();
    }
    signals.state = ViewState.Done;
  } catch (error) {
    signals.state = ViewState.Failed;
    throw error;
  }
}
