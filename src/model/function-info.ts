import type { ArgSpec } from './argspec.js';

/** What is known of an intercepted function, once per function. */
export interface FunctionInfo {
  /** The name it has in the database, unique among the functions of a process. */
  readonly name: string;
  /** As it is written down: without defaults that are secrets, once a call is recorded. */
  argspec: ArgSpec;
  /** Absolute path of the file in which it was intercepted. */
  readonly file?: string;
  /** Line in that file, from 1. */
  readonly line?: number;
  /** How often it was called in this process, recorded or not. */
  calls: number;
}
