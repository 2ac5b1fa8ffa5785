import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { load, repair } from 'callmonitor';
import type { FaultContext } from '../fault.js';
import { type ProgramEnd, recorded, runProgram } from '../run-program.js';
import { viewGaps } from '../view-gaps.js';
import { endProblems } from './end-problems.js';

/** What came of it. */
export interface StuckCheck {
  readonly broken: readonly string[];
  readonly notes: readonly string[];
}

/** A program that ended in a way, and how long that took. */
interface StuckRun {
  readonly way: string;
  readonly cwd: string;
  readonly bare: ProgramEnd;
  readonly end: ProgramEnd;
  readonly delayMs: number;
}

const WAYS = ['by itself', 'process.exit()', 'an uncaught error', 'SIGTERM'];
/** Values of `shutdownTimeoutMs`: the default one takes its time. */
const TIMEOUTS_MS = { quick: [500], full: [500, 5000, 30_000] } as const;
/** What starting, recording and ending take on a machine that is busy. */
const SLACK_MS = 30_000;

/**
 * Has the thread that builds the view hang in the operating system for ever, and the program end meanwhile: within
 * `shutdownTimeoutMs`, as it would without callmonitor, with a database that is closed and a view that can be mended.
 */
export async function tryStuckViews({ isQuick, folder, tell }: FaultContext): Promise<StuckCheck> {
  if (process.platform !== 'linux') return { broken: [], notes: ['stuck views need Linux'] };
  const broken: string[] = [];
  const notes: string[] = [];
  for (const timeoutMs of TIMEOUTS_MS[isQuick ? 'quick' : 'full']) {
    tell(`stuck views, at most ${timeoutMs} ms`);
    // What is to be looked at waits for all of them: it would keep this process from seeing when they end.
    const runs = await Promise.all(
      WAYS.map((way, at) => runStuck(way, timeoutMs, join(folder, `stuck-${timeoutMs}-${at}`))),
    );
    for (const run of runs)
      broken.push(...problemsOf(run).map((text) => `${run.way}, the view stuck, ${timeoutMs} ms: ${text}`));
    const took = runs.map(({ way, delayMs }) => `${way} ${delayMs} ms`).join(', ');
    notes.push(`with the view stuck and shutdownTimeoutMs ${timeoutMs}, an end took: ${took}`);
  }
  return { broken, notes };
}

async function runStuck(way: string, timeoutMs: number, cwd: string): Promise<StuckRun> {
  mkdirSync(cwd);
  const run = { cwd, args: [way], mostMs: timeoutMs + SLACK_MS };
  const bare = await runProgram('stuck-view', run);
  const settings = { CALLMONITOR_SHUTDOWN_TIMEOUT_MS: `${timeoutMs}` };
  let endsAtMs = 0;
  const end = await runProgram('stuck-view', {
    ...run,
    ...recorded('stuck-view', ['solve'], settings),
    onOutput: () => {
      endsAtMs = performance.now();
    },
  });
  return { way, cwd, bare, end, delayMs: Math.round(performance.now() - endsAtMs) };
}

function problemsOf({ cwd, bare, end }: StuckRun): string[] {
  const problems = endProblems(
    { ...end, stderr: withoutOurs(end.stderr) },
    { ...bare, stderr: withoutSource(bare.stderr) },
  );
  const root = join(cwd, 'call-monitor');
  renameSync(join(cwd, 'log'), join(root, 'calls.ndjson'));
  const { closed, counts } = load(root);
  const calls = counts['stuck-view.solve'];
  if (closed !== 'well' || calls !== 3000) problems.push(`${calls} calls, closed ${closed}`);
  repair(root);
  return [...problems, ...viewGaps(root)];
}

/** The line of source in front of a fatal error is Node's own: nobody else can print it. */
function withoutSource(message: string): string {
  return message.slice(message.indexOf('\n\n') + 2);
}

/** `callmonitor/register` says what it could not do. */
function withoutOurs(message: string): string {
  return message.replace(/^callmonitor: .*\n/gm, '');
}
