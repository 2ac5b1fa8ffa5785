// The main thread and four workers record calls of every sort, of which they tell in the file that the first argument
// names, until the process is killed. Each thread writes a letter before its first call.
import { writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { intercept } from 'callmonitor';
import { toldFunctions } from './told-functions.js';

const WORKERS = 4;
const path = process.argv[2] ?? 'told';
const { recordRound } = toldFunctions(path, isMainThread ? 0 : Number(workerData), intercept);
if (isMainThread) {
  for (let at = 1; at <= WORKERS; at++)
    new Worker(new URL(import.meta.url), { workerData: at, argv: [path] });
}
writeSync(1, 'b');
for (let step = 1; ; step++) {
  recordRound(step);
  if (step % 4 === 0) await setTimeout(2);
}
