import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CountCheck, compareCounts, countedByEngine, countedByRecords } from './count-calls.js';
import { firstDifference, type Traces } from './difference.js';
import { runIntercepted } from './intercepted-run.js';
import { MODULES } from './locations.js';
import type { Program, Trial } from './program.js';
import { type ProcessEnd, type ProcessOptions, runNode } from './run-process.js';
import { resultOf, type TrialResult } from './trial-result.js';
import { filesIn, makeWorkingFolder } from './working-folder.js';

/** Runs a program bare and intercepted, in the same place; `tell` hears which of them is going on. */
export async function runTrial(
  program: Program,
  trial: Trial,
  tell: (step: string) => void,
): Promise<TrialResult> {
  const temporary = mkdtempSync(join(tmpdir(), 'callmonitor-transparency-'));
  const database = join(temporary, 'database');
  mkdirSync(database);
  tell('bare');
  const place = prepare(trial, temporary);
  const bare = await runNode(trial.command, { ...place, name: 'bare' });
  const before = tracesOf(bare, trial, place);
  tell('intercepted');
  const options = { ...prepare(trial, temporary), name: 'intercepted', root: join(database, 'call-monitor') };
  const intercepted = await runIntercepted(program, trial, options);
  const difference = firstDifference(before, tracesOf(intercepted.end, trial, place));
  const counts = trial.countsCalls ? await checkCounts(program, trial, temporary) : undefined;
  rmSync(difference === undefined ? temporary : database, { recursive: true, force: true });
  return resultOf({ program, trial, bare, intercepted, difference, counts, temporary });
}

/** Makes the working folder as it is before a run. */
function prepare({ folder }: Trial, temporary: string): Omit<ProcessOptions, 'name'> {
  if ('installed' in folder) return { cwd: join(MODULES, folder.installed), logs: temporary };
  const cwd = join(temporary, 'work');
  makeWorkingFolder(cwd, folder.files);
  return { cwd, logs: temporary };
}

function tracesOf(
  { end, stdout, stderr }: ProcessEnd,
  { folder }: Trial,
  { cwd }: { readonly cwd: string },
): Traces {
  const written = 'files' in folder ? filesIn(cwd) : [];
  return new Map([['how it ended', Buffer.from(end)], ['stdout', stdout], ['stderr', stderr], ...written]);
}

async function checkCounts({ packages }: Program, trial: Trial, temporary: string): Promise<CountCheck> {
  const coverage = join(temporary, 'coverage');
  const place = prepare(trial, temporary);
  await runNode(trial.command, { ...place, name: 'counted', env: { NODE_V8_COVERAGE: coverage } });
  const records = countedByRecords(join(temporary, 'database'), packages);
  return compareCounts(countedByEngine(coverage, packages), records);
}
