import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'callmonitor';
import type { FaultContext } from '../fault.js';
import { type ProgramEnd, runProgram } from '../run-program.js';
import type { Trial } from './fault.js';

/** Values of one kind, and how much of them. */
export interface Scenario {
  readonly name: string;
  readonly amount: { readonly quick: number; readonly full: number };
  /** Calls that a filter which fails leaves out, or that are made by what asks about a call. */
  readonly unrecorded?: number;
}

/** What `programs/hostile-values.ts` knows. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'proxies', amount: { quick: 1, full: 1 } },
  { name: 'getters', amount: { quick: 1, full: 1 } },
  { name: 'shared memory', amount: { quick: 20, full: 2000 } },
  { name: 'many keys', amount: { quick: 50_000, full: 4_000_000 } },
  { name: 'buffers', amount: { quick: 1, full: 1 } },
  { name: 'realms', amount: { quick: 1, full: 1 } },
  { name: 'changes', amount: { quick: 1, full: 1 }, unrecorded: 5 },
];

/** An object of millions of keys takes a while to be made: one of 10^7 takes V8 minutes, so there are fewer. */
const MOST_MS = 600_000;
const MIB = 2 ** 20;
/** What recording may take beside the program: a call's text of 64 MiB as a string, as bytes, and once more. */
const MOST_MORE_BYTES = 512 * MIB;

/** Runs a program bare and recorded: it prints the same, and each of its calls is there and can be read. */
export async function tryValues(scenario: Scenario, { folder, isQuick }: FaultContext): Promise<Trial> {
  const { name, amount, unrecorded = 0 } = scenario;
  const words = (mode: string) => [name, mode, String(isQuick ? amount.quick : amount.full)];
  const cwd = join(folder, name.replaceAll(' ', '-'));
  mkdirSync(cwd);
  const bare = await runProgram('hostile-values', { cwd, args: words('bare'), mostMs: MOST_MS });
  const recorded = await runProgram('hostile-values', { cwd, args: words('recorded'), mostMs: MOST_MS });
  const [before, after] = [bare, recorded].map(seenBy);
  const broken = compare(bare, recorded);
  const calls = (after?.calls ?? 0) - unrecorded;
  const { found, unreadable } = readBack(join(cwd, 'call-monitor'));
  if (found !== calls) broken.push(`${found} of ${calls} calls are recorded`);
  broken.push(...unreadable);
  const more = (after?.peakBytes ?? 0) - (before?.peakBytes ?? 0);
  if (more > MOST_MORE_BYTES) broken.push(`recording took ${Math.round(more / MIB)} MiB`);
  return {
    calls,
    lost: Math.max(0, calls - found),
    broken: broken.map((what) => `${name}: ${what}`),
    note: `${name}: ${calls} calls, ${Math.round(recorded.durationMs - bare.durationMs)} ms and ${Math.round(more / MIB)} MiB more than bare`,
  };
}

function compare(bare: ProgramEnd, recorded: ProgramEnd): string[] {
  const broken: string[] = [];
  if (recorded.hasHung) broken.push('it hung');
  const [a, b] = [bare, recorded].map(({ code, signal }) => signal ?? `exit code ${code}`);
  if (a !== b) broken.push(`${b} in place of ${a}: ${recorded.stderr.slice(0, 1000)}`);
  const [lines, others] = [bare, recorded].map((end) => seenBy(end).lines);
  const first = lines?.findIndex((line, index) => line !== others?.[index]) ?? -1;
  if (first !== -1 || lines?.length !== others?.length) {
    broken.push(`line ${first}: ${others?.[first]} in place of ${lines?.[first]}, of ${lines?.length}`);
  }
  if (bare.stderr !== recorded.stderr) broken.push(`it said ${recorded.stderr.slice(0, 1000)}`);
  return broken;
}

/** What it printed; its last line has figures that may differ. */
function seenBy({ stdout }: ProgramEnd): { lines: string[]; calls: number; peakBytes: number } {
  const lines = stdout.trimEnd().split('\n');
  const [, calls = '', peak = ''] = /^calls (\d+) peak (\d+)$/.exec(lines.pop() ?? '') ?? [];
  return { lines, calls: Number(calls), peakBytes: Number(peak) };
}

/** Every value of every call is asked for. */
function readBack(root: string): { found: number; unreadable: string[] } {
  if (!existsSync(root)) return { found: 0, unreadable: ['nothing was recorded'] };
  const unreadable: string[] = [];
  let found = 0;
  for (const call of load(root).calls()) {
    found++;
    try {
      void [call.this, call.args, call.kwargs, call.result, call.error, call.argsAfter];
      if (call.status === undefined) unreadable.push(`${call} did not come back`);
    } catch (error) {
      unreadable.push(`${call} cannot be read: ${error}`);
    }
  }
  return { found, unreadable };
}
