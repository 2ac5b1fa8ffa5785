// Calls `solve`, bare or recorded, as the first argument says, for as many milliseconds as the second says, at most as
// often as the third, as fast as it can; the fourth is how much work of its own a call has: 20 000 is some 20 µs. Prints
// how often, for how long it slept, what memory it took, and when it was done.
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { intercept } from 'callmonitor';

/** Calls between two turns of the event loop. */
const BURST = 100;

const [way, ...numbers] = process.argv.slice(2);
const [mostMs = 0, mostCalls = 0, rounds = 0] = numbers.map(Number);
const solve = way === 'bare' ? solveOne : intercept(solveOne, { name: 'solve' });

function solveOne(n: number, _text: string, _options: object): number {
  let sum = 0;
  for (let round = 0; round < rounds; round++) sum = (sum * 31 + n + round) | 0;
  return sum;
}

/** In KB: `VmHWM`, the most there was of it, or `VmRSS`, what there is. */
function memory(name: 'VmHWM' | 'VmRSS'): number {
  const status = readFileSync('/proc/self/status', 'latin1');
  return Number(status.split(`${name}:`)[1]?.trim().split(' ')[0]);
}

/** Milliseconds that this thread ran, or could have run had others not: what is left of the time it waited for something. */
function readyMs(): number {
  const [ran, queued] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1').split(' ');
  return (Number(ran) + Number(queued)) / 1e6;
}

const start = performance.now();
const readyBefore = readyMs();
const deadline = start + mostMs;
const halfTime = (start + deadline) / 2;
let halfKb = 0;
let made = 0;
while (made < mostCalls && performance.now() < deadline) {
  for (let each = 0; each < BURST && performance.now() < deadline; each++)
    solve(++made, 'a text', { tolerance: 1e-6, isExact: true });
  if (halfKb === 0 && (performance.now() > halfTime || made > mostCalls / 2)) halfKb = memory('VmRSS');
  await setImmediate();
}
const ranMs = performance.now() - start;
const sleptMs = ranMs - (readyMs() - readyBefore);
const kb = { halfKb, endKb: memory('VmRSS'), peakKb: memory('VmHWM') };
console.log(JSON.stringify({ made, ranMs, sleptMs, ...kb, doneAt: Date.now() }));
