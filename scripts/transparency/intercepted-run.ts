import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { RunOutcome } from '../../src/cli/run-command/run-outcome.js';
import { CALLMONITOR } from './locations.js';
import type { Program, Trial } from './program.js';
import { type ProcessEnd, type ProcessOptions, runNode } from './run-process.js';

/** What a program left that ran intercepted, and what `callmonitor run` says of it. */
export interface InterceptedRun {
  readonly end: ProcessEnd;
  readonly outcome: RunOutcome;
  readonly logBytes: number;
}

/** Runs a program with all functions in all files of its packages intercepted. */
export async function runIntercepted(
  { packages }: Program,
  { command, recording, isFull = false }: Trial,
  options: ProcessOptions & { readonly root: string },
): Promise<InterceptedRun> {
  const targets = packages.flatMap((name) => ['--include', `${name}/**#*`]);
  const thinning = recording === 'thinned' ? [] : ['--thin', 'off'];
  const limits = isFull ? ['--limits', 'full'] : [];
  const how = [...targets, ...thinning, ...limits, '--root', options.root, '--layout', 'packed', '--json'];
  const { stderr, ...end } = await runNode(
    [CALLMONITOR, 'run', ...how, '--', process.execPath, ...command],
    options,
  );
  const { own, outcome } = splitOutcome(stderr);
  const sizes = outcome.databases.map(({ root }) => statSync(join(root, 'calls.ndjson')).size);
  return { end: { ...end, stderr: own }, outcome, logBytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/**
 * What the program wrote to standard error, and the JSON that follows it.
 * @throws Error when there is none, which says what there is instead
 */
function splitOutcome(stderr: Buffer): { own: Buffer; outcome: RunOutcome } {
  const start = stderr.lastIndexOf('{\n  "calls": ');
  if (start < 0) throw new Error(`callmonitor run said nothing of what it recorded, but: ${stderr}`);
  // Written by our own command, a moment ago.
  return { own: stderr.subarray(0, start), outcome: JSON.parse(stderr.toString('utf8', start)) };
}
