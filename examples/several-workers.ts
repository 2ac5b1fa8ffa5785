// One run in several worker threads: each has a database of its own, call-monitor-tid=1, call-monitor-tid=2 …
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isMainThread, threadId, Worker } from 'node:worker_threads';
import { intercept, loadAll } from 'callmonitor';

const WORKERS = 3;

const square = intercept(function square(x: number): number {
  return x * x;
});

if (isMainThread) {
  const workers = Array.from({ length: WORKERS }, () => new Worker(fileURLToPath(import.meta.url)));
  await Promise.all(workers.map((worker) => once(worker, 'exit')));
  for (const db of loadAll('call-monitor')) {
    for (const call of db) console.log(db.path, String(call), call.args, call.result);
  }
} else {
  for (let x = 1; x <= threadId; x++) square(x);
}
