/** What a reader is asked to do: the damages with these numbers, from `from` to before `to`, by `step`. */
export interface ReaderTask {
  /** Hand-made attacks by their place in the list, or random mutations by their number. */
  readonly kind: 'attacks' | 'mutations';
  /** The sound databases, each in its turn. */
  readonly subjects: readonly string[];
  /** Where it works, alone. */
  readonly folder: string;
  /** Where a database is put with which a promise was broken. */
  readonly kept: string;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** What a reader tells. */
export type ReaderMessage =
  | { readonly kind: 'begins'; readonly number: number; readonly what: string }
  | { readonly kind: 'broken'; readonly what: string }
  | { readonly kind: 'ended'; readonly peakBytes: number };
