// Records what it is told on its standard input, a command a line, and says `done` after each: `solve 3`, `fail`,
// `begin` (a call that ends with the next `finish`), `next` (the next database), `kill`. At the input's end it ends well.
import { createInterface } from 'node:readline';
import { intercept, settings, snapshot } from '../../../src/index.js';

settings.set({ flushBytes: 1 }); // what it says is done is in the log

const solve = intercept(function solve(x: number): number {
  return x * 2;
});
const fail = intercept(function fail(): never {
  throw new RangeError('too small');
});
const pending: Array<() => void> = [];
const hold = intercept(function hold(name: string): Promise<string> {
  return new Promise((resolve) => pending.push(() => resolve(name)));
});

const COMMANDS: Readonly<Record<string, (word: string) => unknown>> = {
  solve: (word) => solve(Number(word)),
  fail: () => attempt(fail),
  begin: (word) => void hold(word),
  finish: () => pending.shift()?.(),
  next: () => snapshot(),
  kill: () => process.kill(process.pid, 'SIGKILL'),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [command = '', word = ''] = line.split(' ');
  await COMMANDS[command]?.(word);
  await new Promise(setImmediate); // a promise's end is recorded a turn later
  await new Promise(setImmediate);
  console.log('done');
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {}
}
