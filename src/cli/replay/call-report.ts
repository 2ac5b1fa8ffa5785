import type { DifferenceReport } from '../difference-report.js';

/** What came of one call, as text: it may come from another process. */
export interface CallReport {
  readonly function: string;
  readonly invocation: number;
  /** `impossible`: it cannot be made again; `failed`: it took too long, or ended the process. */
  readonly outcome: 'same' | 'different' | 'impossible' | 'failed';
  /** Why it is impossible or failed. */
  readonly why?: string;
  readonly differences: readonly DifferenceReport[];
  readonly differing: number;
  readonly notCompared: number;
  /** What the function changed in its arguments and receiver. */
  readonly mutated: readonly string[];
}

/** Where and how calls are made again. */
export interface ReplaySetup {
  /** The database's directory. */
  readonly root: string;
  readonly module: string;
  /** Modules whose exported classes recorded instances may be of. */
  readonly classes: readonly string[];
  readonly rtol?: number;
  readonly atol?: number;
  readonly timeoutMs: number;
}

/** A recorded function, and the name under which the module has it. */
export interface ReplayedName {
  readonly function: string;
  readonly exportName: string;
}

/** Makes calls again: in this process or in another. It is asked for one thing after the other. */
export interface Replayer {
  /** Why a function cannot be found in the module; `undefined` where it can. */
  obstacle(name: ReplayedName): Promise<string | undefined>;
  replay(name: ReplayedName, invocation: number): Promise<CallReport>;
  close(): void;
}

/** Why the calls of a function are impossible that today's module has not. */
export const NOT_IN_MODULE = 'not in the module';

/** A report of a call of which there is nothing to compare. */
export function withoutOutcome(
  name: string,
  invocation: number,
  outcome: 'impossible' | 'failed',
  why: string,
): CallReport {
  return {
    function: name,
    invocation,
    outcome,
    why,
    differences: [],
    differing: 0,
    notCompared: 0,
    mutated: [],
  };
}
