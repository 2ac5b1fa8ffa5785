import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { load, repair } from 'callmonitor';
import type { FaultContext } from '../fault.js';
import { inLanes } from '../in-lanes.js';
import { recorded, runProgram } from '../run-program.js';
import { viewGaps } from '../view-gaps.js';
import { endProblems } from './end-problems.js';

/** What came of it. */
export interface StuckCheck {
  readonly broken: readonly string[];
  readonly notes: readonly string[];
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
    const took: string[] = [];
    await inLanes(WAYS.length, WAYS, async (way) => {
      tell(`${way}, the view stuck, at most ${timeoutMs} ms`);
      const cwd = join(folder, `stuck-${timeoutMs}-${WAYS.indexOf(way)}`);
      const { delayMs, problems } = await tryStuckView(way, timeoutMs, cwd);
      broken.push(...problems.map((text) => `${way}, the view stuck, ${timeoutMs} ms: ${text}`));
      took.push(`${way} ${delayMs} ms`);
    });
    notes.push(`with the view stuck and shutdownTimeoutMs ${timeoutMs}, an end took: ${took.join(', ')}`);
  }
  return { broken, notes };
}

async function tryStuckView(
  way: string,
  timeoutMs: number,
  cwd: string,
): Promise<{ delayMs: number; problems: string[] }> {
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
  const delayMs = Math.round(performance.now() - endsAtMs);
  const problems = endProblems(
    { ...end, stderr: withoutOurs(end.stderr) },
    { ...bare, stderr: withoutSource(bare.stderr) },
  );
  const root = join(cwd, 'call-monitor');
  renameSync(join(cwd, 'log'), join(root, 'calls.ndjson'));
  const { closed, counts } = load(root);
  if (closed !== 'well' || counts['stuck-view.solve'] !== 3000)
    problems.push(`${counts['stuck-view.solve']} calls, closed ${closed}`);
  repair(root);
  return { delayMs, problems: [...problems, ...viewGaps(root)] };
}

/** The line of source in front of a fatal error is Node's own: nobody else can print it. */
function withoutSource(message: string): string {
  return message.slice(message.indexOf('\n\n') + 2);
}

/** `callmonitor/register` says what it could not do. */
function withoutOurs(message: string): string {
  return message.replace(/^callmonitor: .*\n/gm, '');
}
