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
  /** `undefined`: outputs, exit code and written files are the same, byte for byte. */
  readonly difference: Difference | undefined;
  /** Where the outputs of a run that differs are kept. */
  readonly keptAt: string | undefined;
}
