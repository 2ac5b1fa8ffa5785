// A primary and four cluster workers make calls; each worker ends in another way. The second argument is the file in
// which calls are told of.
import cluster, { type Worker } from 'node:cluster';
import { toldFunctions } from './told-functions.js';

/** What each worker does in a call; those that do nothing are killed from outside, by these signals. */
const ENDS: ReadonlyArray<(() => void) | NodeJS.Signals> = [
  () => process.exit(3),
  () => {
    throw new Error('nobody catches this');
  },
  'SIGTERM',
  'SIGINT',
];

const [, path = 'told'] = process.argv.slice(2);
const id = cluster.worker?.id ?? 0;
const { recordRound, callDoing } = toldFunctions(path, id, (fn) => fn);

for (let step = 1; step <= 10; step++) recordRound(step);
if (cluster.isPrimary) await runWorkers();
else endIn(ENDS[id - 1]);

async function runWorkers(): Promise<void> {
  const ends = await Promise.all(ENDS.map((end) => endOf(cluster.fork(), end)));
  console.log(ends.join('\n'));
}

function endOf(worker: Worker, end: (typeof ENDS)[number]): Promise<string> {
  worker.on('message', () => {
    if (typeof end === 'string') worker.process.kill(end);
  });
  return new Promise((resolve) => {
    worker.on('exit', (code, signal) => resolve(`exit ${code} ${signal}`));
  });
}

function endIn(end: (typeof ENDS)[number] | undefined): void {
  if (typeof end === 'function') callDoing(100, end);
  else process.send?.('ready');
}
