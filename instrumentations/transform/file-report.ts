import type { TransformedFile } from './transformed-file.js';

/** What became of a file that targets name; it may travel between threads. */
export interface FileReport {
  readonly path: string;
  /** What the names of its functions begin with. */
  readonly baseName: string;
  /** The targets that name it. */
  readonly targets: readonly number[];
  /** `undefined` if nothing in it was selected, or it could not be parsed. */
  readonly file: TransformedFile | undefined;
  /** The functions in it, some of them. */
  readonly names: readonly string[];
  /** Whether another interception in this process had edited it by then. */
  readonly isTaken?: boolean;
  /** Why it could not be parsed. */
  readonly failure?: string;
}
