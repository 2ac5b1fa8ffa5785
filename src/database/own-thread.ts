import { type TransferListItem, Worker } from 'node:worker_threads';
import { apply } from '../capture/intrinsics.js';
import { whenProcessEnds } from './exit.js';
import { tellStuckThread, watchFatalErrors } from './stuck-threads.js';

/** What a thread of ours does. */
export interface OwnThreadOptions {
  /** The module that it runs, a file beside this one. */
  readonly module: `./${string}-thread.js`;
  readonly name: string;
  readonly workerData: unknown;
  readonly transferList: TransferListItem[];
  /** Told why it ended before its time. */
  readonly onError: (error: unknown) => void;
  /** Told what it posts; `undefined` if it posts nothing. */
  readonly onMessage: ((message: unknown) => void) | undefined;
}

/** A thread that was stopped ends with the file that it has in hand: one that does not in this time is stuck. */
const STOP_WITHIN_MS = 1000;
/** What it makes is soon of no use again: by Node's default it would take ten times as much before that is collected. */
const YOUNG_LIMITS = { maxYoungGenerationSizeMb: 4 };

/** Taken before the program can replace them. */
const { on, unref } = Worker.prototype;

/**
 * Starts a thread that loads nothing of the program's and does not keep the process.
 * @throws where Node may not start one
 */
export function startOwnThread({ module, onError, onMessage, ...data }: OwnThreadOptions): Worker {
  watchFatalErrors();
  const url = new URL(module, import.meta.url);
  const worker = new Worker(url, {
    ...data,
    env: {},
    execArgv: [],
    stdin: false,
    resourceLimits: YOUNG_LIMITS,
  });
  apply(on, worker, ['error', onError]);
  if (onMessage !== undefined) apply(on, worker, ['message', onMessage]);
  apply(unref, worker, []); // a listener for messages would keep the process again
  return worker;
}

/** Has the process's end see whether a thread stops, of which nobody waits any longer for what it does. */
export function expectStop(awaitStopped: (timeoutMs: number) => boolean): void {
  whenProcessEnds(() => {
    if (!awaitStopped(STOP_WITHIN_MS)) tellStuckThread();
  });
}
