// One row under one workload: `node child.mjs <task as JSON>`. Writes what it measured, as JSON, to file descriptor 3.
import { readFileSync, writeFileSync, writeSync } from 'node:fs';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { rowNamed } from './rows.mjs';
import { planOf } from './workloads.mjs';

const { name, workloadUrl, folder, maxMs, ...mode } = JSON.parse(process.argv[2]);

/** Long enough for the compiler also when it is to be quick; longer than that nobody waits for a slow peer. */
const WARM_UP_MS = 1000;

try {
  report(await measure());
} catch (error) {
  report({ error: error instanceof Error ? error.message : String(error) });
}

async function measure() {
  const row = rowNamed(name);
  const workload = await import(workloadUrl);
  const recorder = await row.start(folder);
  const loop = row.isAsync || workload.isAsync ? callEachAfterTheOther : callAll;
  const plan = { ...planOf(row, workload, mode), loop };
  const make = (options) => workload.make((fn) => recorder.wrap(fn, workload), options).call;
  const firstCallAt = process.hrtime.bigint();
  const call = make();
  const warmUp = await warmUpWith(mode.isMemory ? make({ length: 1000 }) : call, plan);
  const memoryBefore = forgetPeak();
  const run = await timeCalls(call, { ...plan, maxCalls: mode.calls ?? plan.maxCalls, maxMs });
  const peakGrowthBytes = memoryOf('VmHWM') - memoryBefore;
  await recorder.stop?.();
  const { callsEach = 1 } = workload;
  return {
    nsPerCall: run.ns / (run.calls * callsEach),
    waitedShare: run.waitedNs / (run.ns + run.waitedNs),
    rss: run.rss,
    peakGrowthBytes,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    calls: (warmUp.calls + run.calls) * callsEach,
    firstCallAt: String(firstCallAt),
  };
}

/** To see what a large value needs of memory, with small ones. */
function warmUpWith(call, { loop, pace, warmUp }) {
  const calls = mode.isMemory
    ? { pace: { calls: 100, pauseMs: 0 }, maxCalls: 500 }
    : { pace, maxCalls: warmUp };
  return timeCalls(call, { ...calls, loop, maxMs: WARM_UP_MS });
}

/**
 * Each stretch with the turn of the event loop after it: what was put off to then is work of this thread, too. Time in
 * which the thread could have gone on, but other programs had the processor, is left out. `rss`: the memory after
 * each tenth of the calls.
 */
async function timeCalls(call, { loop, pace, maxCalls, maxMs }) {
  const rss = [];
  let calls = 0;
  let ns = 0;
  let waitedNs = 0;
  while (calls < maxCalls && ns < maxMs * 1e6) {
    const waitedBefore = waitedForProcessor();
    const start = process.hrtime.bigint();
    await loop(call, pace.calls);
    await setImmediate();
    const stretch = Number(process.hrtime.bigint() - start);
    const waited = waitedForProcessor() - waitedBefore;
    ns += stretch - waited;
    waitedNs += waited;
    calls += pace.calls;
    if (calls >= (maxCalls * (rss.length + 1)) / 10) rss.push(process.memoryUsage.rss());
    if (pace.pauseMs > 0) await setTimeout(pace.pauseMs);
  }
  return { calls, ns, waitedNs, rss };
}

/** Nanoseconds that this thread has waited in the queue for a processor; where there is no such figure, 0. */
function waitedForProcessor() {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1').split(' ')[1]);
  } catch {
    return 0;
  }
}

function callAll(call, count) {
  for (let n = 0; n < count; n++) call(n);
}

async function callEachAfterTheOther(call, count) {
  for (let n = 0; n < count; n++) await call(n);
}

/** Linux forgets how much memory the process had at most; from then on it counts anew. The memory that it has. */
function forgetPeak() {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {}
  return memoryOf('VmRSS');
}

function memoryOf(field) {
  try {
    const [, kilobytes] = readFileSync('/proc/self/status', 'utf8').match(new RegExp(`${field}:\\s+(\\d+)`));
    return Number(kilobytes) * 1024;
  } catch {
    return Number.NaN;
  }
}

function report(result) {
  writeSync(3, JSON.stringify(result));
}
