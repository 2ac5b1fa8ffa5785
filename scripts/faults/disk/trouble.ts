import type { ToldOptions, ToldProgram } from '../told-program.js';

/** How calls are recorded, where that may make a difference. */
export interface Variant {
  readonly durability: 'call' | 'batch' | 'fsync';
  readonly layout: 'folders' | 'packed';
  /** `arrays`: each call has files of its own. */
  readonly calls: 'plain' | 'arrays';
}

/** Something that can go wrong with a disk. */
export interface Trouble {
  readonly name: string;
  /** What it is tried with; with the first in the short form. */
  readonly variants: readonly Variant[];
  readonly isInShortForm?: boolean;
  /** Whether it is there before the first call. */
  readonly isThereFirst?: boolean;
  /** Milliseconds that it lasts at least. */
  readonly lastsMs?: number;
  /**
   * Makes what is needed in an empty folder.
   * @throws NotPossibleHere
   */
  setUp(folder: string, variant: Variant): Situation;
}

/** A trouble in its place. */
export interface Situation {
  /** Where databases are begun. */
  readonly home: string;
  readonly start?: Pick<ToldOptions, 'wrapper' | 'uid' | 'env'>;
  /** Called when it is to go wrong. */
  begin(program: ToldProgram): Promise<void> | void;
  /** Called when it is to be well again; without it, it is not until the program has ended. */
  end?(program: ToldProgram): Promise<void> | void;
  /** Called when the program has ended. */
  afterwards?(): void;
  /** How many errors the program is told of; default 1. */
  readonly errors?: number;
  /** How many calls at most, and at least, were deleted together with their database. */
  readonly deleted?: readonly [least: number, most: number];
  /** How many calls at most nobody could count, for there was nowhere to write it. */
  readonly mostUncounted?: number;
  /** How many calls at most are there although they were counted: what can be neither synced nor cut off again. */
  readonly mostOvercounted?: number;
  /** A folder to which nothing may be added. */
  readonly untouched?: string;
  /** Whether the view may lack what `repair` then completes. */
  readonly needsRepair?: boolean;
  remove(): void;
}
