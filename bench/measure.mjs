import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { watchPeak } from './watch-peak.mjs';
import { callsOf } from './workloads.mjs';

const child = fileURLToPath(new URL('./child.mjs', import.meta.url));
const ownWorkloads = new URL('./workloads/', import.meta.url).href;

/** A row that takes longer is reported as one that did not end. */
const TIMEOUT_MS = 180_000;

/**
 * Measures a row under a workload, in a process and a folder of its own, which stays as it is: deleting many files
 * slows whoever makes files after it. Gives `nsPerCall` and `peakBytes`; of a row whose calls are on disk also
 * `callsPerSecond`, from the first call to the end of the process, `bytesPerCall` and `filesPerCall`; or `error`,
 * where it cannot run here.
 */
export async function measure(row, workload, task) {
  mkdirSync(task.folder, { recursive: true });
  try {
    const run = row.command === undefined ? await runRow(row, workload, task) : runLimit(row, task);
    return row.isOnDisk
      ? { ...run, ...contentsOf(task.folder, run.calls) }
      : { ...run, callsPerSecond: undefined };
  } catch (error) {
    return { error: error.message };
  }
}

async function runRow(row, workload, task) {
  const { nodeArgs = [], env = {}, workloads = ownWorkloads } = row.prepare?.(task.folder) ?? {};
  const words = JSON.stringify({ ...task, name: row.name, workloadUrl: `${workloads}${workload}.mjs` });
  const program = spawn(process.execPath, [...nodeArgs, child, words], {
    cwd: task.folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
  });
  const peakBytes = watchPeak(program);
  const ended = new Promise((resolve) => program.on('exit', () => resolve(process.hrtime.bigint())));
  const [report, errors, endedAt] = await Promise.all([text(program.stdio[3]), text(program.stderr), ended]);
  const run = readReport(report, errors, program);
  const seconds = Number(endedAt - BigInt(run.firstCallAt)) / 1e9;
  return { ...run, callsPerSecond: run.calls / seconds, peakBytes: Math.max(run.peakBytes, peakBytes()) };
}

function readReport(report, errors, { exitCode, signalCode }) {
  const { error, ...run } = report === '' ? {} : JSON.parse(report);
  if (report !== '' && error === undefined && exitCode === 0) return run;
  const lastLine = errors.trim().split('\n').at(-1) || 'it said nothing';
  throw new Error(error ?? `ended by ${signalCode ?? `exit code ${exitCode}`}: ${lastLine}`);
}

function runLimit(row, { folder, limits, sizes, ...mode }) {
  if (limits === undefined) throw new Error('no C compiler (cc)');
  const calls = callsOf(row, mode);
  const ns = Number(
    execFileSync(limits, row.command(folder, calls, sizes).map(String), { encoding: 'utf8' }),
  );
  return { nsPerCall: ns / calls, calls, callsPerSecond: calls / (ns / 1e9) };
}

/** Directories count as files: they cost as much. */
function contentsOf(folder, calls) {
  let bytes = 0;
  let files = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    files++;
    if (entry.isFile()) bytes += statSync(join(entry.parentPath, entry.name)).size;
  }
  return { bytesPerCall: bytes / calls, filesPerCall: files / calls };
}
