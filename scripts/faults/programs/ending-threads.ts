// A main thread and workers make calls; then they end in the way that the first argument names. The second one is the
// file in which calls are told of.
import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { toldFunctions } from './told-functions.js';

interface Way {
  /** Done by the main thread when all workers are at their pastime. */
  readonly main?: (workers: readonly Worker[]) => void;
  /** Done by the only worker, in a call. */
  readonly worker?: () => void;
}

const WAYS: Readonly<Record<string, Way>> = {
  'terminate()': {
    main: (workers) => {
      for (const worker of workers) void worker.terminate();
    },
  },
  'process.exit() while workers record': { main: () => callDoing(100, () => process.exit(3)) },
  'an uncaught error while workers record': {
    main: () =>
      callDoing(100, () => {
        throw new Error('nobody catches this');
      }),
  },
  'SIGTERM while workers record': { main: () => process.kill(process.pid, 'SIGTERM') },
  'process.exit() in a worker': { worker: () => process.exit(4) },
  'an uncaught error in a worker': {
    worker: () => {
      throw new Error('nobody in the worker catches this');
    },
  },
};

/** What workers do until they are ended. */
const PASTIMES: readonly (() => void)[] = [
  () => void setInterval(() => {}, 60_000),
  () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
  () => {
    for (let step = 101; ; step++) recordRound(step);
  },
];

const [way = '', path = 'told'] = process.argv.slice(2);
const thread = isMainThread ? 0 : Number(workerData);
const { recordRound, callDoing } = toldFunctions(path, thread, (fn) => fn);
const { main, worker } = WAYS[way] ?? {};

for (let step = 1; step <= 20; step++) recordRound(step);
if (isMainThread && main !== undefined) main(await startWorkers());
else if (isMainThread) startWorker(1);
else if (worker !== undefined) callDoing(100, worker);
else {
  parentPort?.postMessage('ready');
  PASTIMES[thread - 1]?.();
}

/** Resolves when all of them are at their pastime. */
async function startWorkers(): Promise<readonly Worker[]> {
  const workers = PASTIMES.map((_, at) => startWorker(at + 1));
  await Promise.all(workers.map((each) => once(each, 'message')));
  return workers;
}

function startWorker(number: number): Worker {
  const each = new Worker(new URL(import.meta.url), { workerData: number, argv: process.argv.slice(2) });
  each.on('error', (error) => console.log(`error: ${error.message}`));
  each.on('exit', (code) => console.log(`exit ${code}`));
  return each;
}
