/** How far an examination or another long work is. */
export interface Progress {
  readonly phase: 'log' | 'view';
  /** Bytes of the log, or folders of calls. */
  readonly done: number;
  readonly total: number;
}

/** Told while something takes long; a few hundred times at most. */
export type OnProgress = (progress: Progress) => void;
