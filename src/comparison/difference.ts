/**
 * How two values differ.
 * - `value`: two primitives, dates, patterns or URLs are not the same
 * - `type`: one is an array, say, and the other a Map, or a string and a number
 * - `class`: objects of two classes, told by their names
 * - `missing`, `extra`: the actual value lacks an item or property, or has one that was not recorded
 * - `length`: arrays of two lengths; the items that both have are compared nevertheless
 * - `order`: a Map or Set has the same primitive keys in another order
 * - `dtype`, `shape`, `elements`: arrays of numbers of two types, of two shapes, with elements that are not the same
 * - `outcome`: one call returned and the other threw
 * - `sharing`: what is one object at two places here are two there
 */
export type DifferenceKind =
  | 'value'
  | 'type'
  | 'class'
  | 'missing'
  | 'extra'
  | 'length'
  | 'order'
  | 'dtype'
  | 'shape'
  | 'elements'
  | 'outcome'
  | 'sharing';

/** A place at which two values differ. */
export interface Difference {
  /** From the root that the comparison was given: `args[0].nodes[3].x`, `result.get("k")`. */
  readonly path: string;
  readonly kind: DifferenceKind;
  /** What was recorded there; of `missing` and `extra` one of the two is `undefined`. */
  readonly recorded: unknown;
  readonly actual: unknown;
  /** Of `elements`: which, and by how much. */
  readonly array?: ArrayDifference;
  /** Of two strings: the first UTF-16 code unit that is not the same. */
  readonly at?: number;
}

/** A difference at a place that is not said yet. */
export type FoundDifference = Omit<Difference, 'path'>;

/** How the elements of two arrays of numbers differ. */
export interface ArrayDifference {
  /** The first element that is not the same: an index for each axis. */
  readonly index: readonly number[];
  /** How many elements are not the same, of how many. */
  readonly differing: number;
  readonly size: number;
  /** The largest |recorded − actual|, and the largest of these by |recorded|; absent where only NaN or ∞ differ. */
  readonly largest?: {
    readonly absolute: number;
    readonly relative: number;
    readonly index: readonly number[];
  };
}

/** What a comparison found. */
export interface Differences {
  /** The first of them, in the order of the recorded value; as many as were asked for. */
  readonly differences: readonly Difference[];
  /** How many there are. */
  readonly differing: number;
  /** How many values could not be compared, for one of the two was not captured. */
  readonly notCompared: number;
  /** Where the first of these stand, and why: `args[0].cb: function cb`. */
  readonly notComparedAt: readonly string[];
  /** Whether nothing differs. */
  readonly same: boolean;
}
