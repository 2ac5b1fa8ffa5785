/** Something that goes wrong, made to happen for real. */
export interface Fault {
  /** What it is asked for by: `kills`. */
  readonly name: string;
  /** What is tried, in a line of the table. */
  readonly title: string;
  run(context: FaultContext): Promise<FaultReport>;
}

/** What a fault is given. */
export interface FaultContext {
  /** Whether it is to be the short form, which CI runs: some ten seconds. */
  readonly isQuick: boolean;
  /** An empty folder of its own, which is gone afterwards unless something was broken. */
  readonly folder: string;
  /** What all that is random follows from, so that a run can be had again. */
  readonly seed: number;
  /** Says how far it is, on a terminal. */
  tell(step: string): void;
}

/** What a fault came to. */
export interface FaultReport {
  /** How much was tried, in the words of its title: `500 kills`. */
  readonly tried: string;
  /** What was lost where nothing may be, as far as it can be counted: `0 of 212 031 calls`. */
  readonly lost: string;
  /** Each promise that was broken, with what is needed to see it again; none is what is hoped for. */
  readonly broken: readonly string[];
  /** What else is worth knowing: figures, and what could not be tried here and why. */
  readonly notes?: readonly string[];
}
