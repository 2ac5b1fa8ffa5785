import type { CountCheck } from './count-calls.js';
import type { Difference } from './difference.js';
import type { InterceptedRun } from './intercepted-run.js';
import type { Program, Trial } from './program.js';
import type { ProcessEnd } from './run-process.js';

/** What came of running a program bare and intercepted. */
export interface TrialResult {
  readonly program: string;
  readonly recording: Trial['recording'];
  /** Functions that were intercepted. */
  readonly functions: number;
  /** Calls of them, and how many of those were recorded. */
  readonly calls: number;
  readonly recorded: number;
  readonly logBytes: number;
  readonly bareMs: number;
  readonly interceptedMs: number;
  /** What callmonitor had to say: of files that it left alone, of records that were dropped. */
  readonly messages: readonly string[];
  /** Of a test suite: tests that passed when it ran bare. */
  readonly passes: number | undefined;
  /** Whether as many calls were recorded as V8 counted; `undefined`: it was not asked. */
  readonly counts: CountCheck | undefined;
  /** `undefined`: outputs, exit code and written files are the same, byte for byte. */
  readonly difference: Difference | undefined;
  /** Where the outputs of a run that differs are kept. */
  readonly keptAt: string | undefined;
}

/** What a result is made of. */
export interface TrialParts extends Pick<TrialResult, 'difference'> {
  readonly program: Program;
  readonly trial: Trial;
  readonly bare: ProcessEnd;
  readonly intercepted: InterceptedRun;
  readonly counts?: CountCheck | undefined;
  /** Folder of the outputs. */
  readonly temporary: string;
}

export function resultOf({ program, trial, bare, intercepted, ...found }: TrialParts): TrialResult {
  const { end, outcome, logBytes } = intercepted;
  return {
    program: program.name,
    recording: trial.recording,
    functions: outcome.functions,
    calls: outcome.calls,
    recorded: outcome.databases.reduce((sum, { recorded }) => sum + recorded, 0),
    logBytes,
    bareMs: bare.durationMs,
    interceptedMs: end.durationMs,
    messages: outcome.messages,
    passes: program.kind === 'suite' ? countPasses(bare.stdout) : undefined,
    counts: found.counts,
    difference: found.difference,
    keptAt: found.difference && found.temporary,
  };
}

/** Of a summary in TAP: `# pass  1699`. */
function countPasses(stdout: Buffer): number {
  const [, count] = /^# pass\s+(\d+)$/m.exec(stdout.toString()) ?? [];
  return Number(count ?? 0);
}

/** Whether the program has not noticed, and nothing was missed. */
export function isProven({ difference, counts }: TrialResult): boolean {
  return difference === undefined && (counts?.wrong.length ?? 0) === 0;
}
