import type { CountCheck } from './count-calls.js';
import type { Difference } from './difference.js';
import type { Trial } from './program.js';

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

/** Whether the program has not noticed, and nothing was missed. */
export function isProven({ difference, counts }: TrialResult): boolean {
  return difference === undefined && (counts?.wrong.length ?? 0) === 0;
}
