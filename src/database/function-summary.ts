import type { ArgSpec } from '../model/argspec.js';

/** What a database has of one function. */
export interface FunctionSummary {
  readonly name: string;
  /** How often it was called, as far as the log tells, recorded or not. */
  readonly calls: number;
  /** How many of its calls were recorded. */
  readonly recorded: number;
  /** How many of these have no output line: they never came back, or may yet, or that line is damaged. */
  readonly unfinished: number;
  readonly argspec: ArgSpec;
  /** The name of its folder. */
  readonly dir: string;
  /** Where it was defined. */
  readonly file?: string;
  readonly line?: number;
}
