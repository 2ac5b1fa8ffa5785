import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { load, verify } from 'callmonitor';
import { checkRecorded } from '../check-recorded.js';
import { checkUpkeep } from '../check-upkeep.js';
import type { RecordingWay } from '../recording-way.js';
import { type ProgramEnd, type ProgramOptions, recorded, runProgram } from '../run-program.js';
import { CALL_NAMES, readTold } from '../told-calls.js';
import { endProblems } from './end-problems.js';
import type { Ending } from './endings.js';

/** What became of one run of a program. */
export interface EndingCheck {
  readonly told: number;
  readonly lost: number;
  readonly databases: number;
  readonly broken: readonly string[];
}

const TOLD = 'told';

/** Runs a program without callmonitor. */
export async function runBare(ending: Ending, folder: string, forks: number): Promise<ProgramEnd> {
  mkdirSync(folder);
  return runEnding(ending, { cwd: folder, env: { FORKS: `${forks}` } });
}

/** Runs a program that is recorded, and compares its end with that of the bare one, and its databases with its calls. */
export async function tryEnding(
  ending: Ending,
  { durability, layout }: RecordingWay,
  { folder, bare, forks }: { readonly folder: string; readonly bare: ProgramEnd; readonly forks: number },
): Promise<EndingCheck> {
  mkdirSync(folder);
  const settings = { CALLMONITOR_DURABILITY: durability, CALLMONITOR_LAYOUT: layout, FORKS: `${forks}` };
  const end = await runEnding(ending, { cwd: folder, ...recorded('told-functions', CALL_NAMES, settings) });
  const roots = readdirSync(folder)
    .filter((name) => name !== TOLD)
    .map((name) => join(folder, name));
  const { told, lost, broken } = checkRecorded(roots, readTold(join(folder, TOLD)));
  const closing = roots.flatMap((root) => closingProblems(root, layout, ending.leavesThreads ?? false));
  const all = [...endProblems(end, bare), ...broken, ...closing];
  return { told, lost, databases: roots.length, broken: all };
}

function runEnding({ program, way, signal }: Ending, options: ProgramOptions): Promise<ProgramEnd> {
  return runProgram(program, {
    ...options,
    args: [way, join(options.cwd, TOLD)],
    onOutput(text, child) {
      if (signal !== undefined && text.includes('ready')) child.kill(signal);
    },
  });
}

/** A database is closed and its view complete; that of a thread that was ended from outside is after a repair. */
function closingProblems(root: string, layout: string, mayBeLeft: boolean): readonly string[] {
  const { closed } = load(root);
  if (closed === 'badly' && mayBeLeft) return checkUpkeep(root, layout).broken;
  const findings = verify(root).findings.map(({ file, found }) => `${root}: ${file}, ${found}`);
  return closed === 'well' ? findings : [`${root} was not closed`, ...findings];
}
