// The main thread and four workers record calls of every sort until the process is killed; from within its body each
// call is told of in the file that the first argument names. Each thread writes a letter before its first call.
import { openSync, writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { intercept } from 'callmonitor';
import { argumentsOf, type CallName, LARGE, resultOf, SMALL, WORKERS } from '../kills/told-calls.js';

const path = process.argv[2] ?? 'told';
const told = openSync(path, 'a');

function tell(name: CallName, thread: number, step: number): void {
  writeSync(told, `${thread} ${name} ${step}\n`);
}

const measure = intercept(function measure(thread: number, step: number, values: Float64Array): number {
  tell('measure', thread, step);
  return resultOf('measure', step, values.length);
});

const outer = intercept(function outer(thread: number, step: number): number {
  tell('outer', thread, step);
  return inner(thread, step, argumentsOf('inner', thread, step)[2] as object) + 1;
});

const inner = intercept(function inner(thread: number, step: number, _order: object): number {
  tell('inner', thread, step);
  return resultOf('inner', step);
});

const settle = intercept(async function settle(thread: number, step: number): Promise<number> {
  tell('settle', thread, step);
  await setTimeout(step % 3);
  return resultOf('settle', step);
});

const fail = intercept(function fail(thread: number, step: number): never {
  tell('fail', thread, step);
  throw new Error(`failed at ${step}`);
});

function recordRound(thread: number, step: number): void {
  const size = step % 8 === 0 ? LARGE : SMALL;
  measure(thread, step, new Float64Array(size).fill(step));
  outer(thread, step);
  void settle(thread, step);
  try {
    fail(thread, step);
  } catch {}
}

const thread = isMainThread ? 0 : Number(workerData);
if (isMainThread) {
  for (let at = 1; at <= WORKERS; at++)
    new Worker(new URL(import.meta.url), { workerData: at, argv: [path] });
}
writeSync(1, 'b');
for (let step = 1; ; step++) {
  recordRound(thread, step);
  if (step % 4 === 0) await setTimeout(2);
}
