/** What a thread of a program tells `callmonitor run` when it ends. */
export interface ProcessReport {
  readonly pid: number;
  /** How many functions targets had selected in what was loaded. */
  readonly functions: number;
  /** Calls of intercepted functions, recorded or not. */
  readonly calls: number;
  readonly databases: readonly ReportedDatabase[];
  /** A line for each target that matched nothing, by its text; it may have matched in another process. */
  readonly unmatched: Readonly<Record<string, string>>;
  /** What would have been said through `diag`, had somebody listened. */
  readonly messages: readonly string[];
}

/** A database that was written. */
export interface ReportedDatabase {
  /** Absolute. */
  readonly root: string;
  /** Calls that were written. */
  readonly recorded: number;
  /** Those of them of which a limit cut something. */
  readonly cut: number;
}

/** The file that a thread writes when it begins a database, a path a line: it may not live to report. */
export const BEGUN_SUFFIX = '.begun';
export const REPORT_SUFFIX = '.json';

/**
 * By what `callmonitor run` gives Node a larger stack: with an underscore, so that it is told apart from what the
 * program's own author gave.
 */
export const STACK_FLAG = '--stack_size=';
