import type { NotCaptured } from '../model/not-captured.js';
import { entryPairs, haveOtherOrder, mapKeys, memberPairs, setValues } from './collections.js';
import { compareArrays } from './compare-arrays.js';
import { comparePrimitives } from './compare-primitives.js';
import { ABSENT, errorPairs, itemPairs, type Pair, propertyPairs } from './contents.js';
import type { Difference, Differences, FoundDifference } from './difference.js';
import { Partners } from './partners.js';
import { type IsSameNumber, sameNumber, type Tolerance } from './tolerance.js';
import { formOf, type ValueForm } from './value-form.js';
import { ValuePath } from './value-path.js';

/** What counts as different, and how much of it is told. */
export interface ComparisonOptions extends Tolerance {
  /** As many differences are told, all are counted; default 20. */
  readonly maxDifferences?: number;
  /** What stands at such a path is not looked at. */
  readonly isIgnored?: (path: ValuePath) => boolean;
}

const MOST_DIFFERENCES = 20;
/** What was not captured may mean anything, but for these: they say what kind of value it was. */
const TELLING: ReadonlySet<NotCaptured['kind']> = new Set(['function', 'opaque', 'accessor']);

/**
 * Compares a recorded value with another one, through all that the reader gives back: cycles, Maps, errors (but for
 * their stacks), arrays of numbers, holes, symbols. Runs none of the values' code and does not recurse.
 *
 * −0 is not 0, NaN is NaN, the order of an object's keys does not matter, that of a Map's or Set's does. What was not
 * captured is counted by itself, neither as same nor as different.
 * @param root what paths begin with
 * @throws RangeError for a bad tolerance
 */
export function compareValues(
  recorded: unknown,
  actual: unknown,
  options: ComparisonOptions & { readonly root?: string } = {},
): Differences {
  return new Comparison(options).compare(options.root ?? 'value', recorded, actual);
}

interface Frame {
  readonly pairs: Iterator<Pair>;
  readonly path: ValuePath;
}

/** One comparison of several roots, in which what they share with each other has to be shared on both sides. */
export class Comparison implements Differences {
  readonly differences: Difference[] = [];
  readonly notComparedAt: string[] = [];
  differing = 0;
  notCompared = 0;
  readonly #isSame: IsSameNumber;
  readonly #isIgnored: ((path: ValuePath) => boolean) | undefined;
  readonly #most: number;
  readonly #partners = new Partners();
  readonly #frames: Frame[] = [];

  constructor(options: ComparisonOptions = {}) {
    this.#isSame = sameNumber(options);
    this.#isIgnored = options.isIgnored;
    this.#most = options.maxDifferences ?? MOST_DIFFERENCES;
  }

  get same(): boolean {
    return this.differing === 0;
  }

  /** Adds what two values differ in, under a root's name. */
  compare(root: string, recorded: unknown, actual: unknown): this {
    this.#visit(new ValuePath(root), recorded, actual);
    for (let frame = this.#frames.at(-1); frame !== undefined; frame = this.#frames.at(-1)) {
      const { done, value } = frame.pairs.next();
      if (done) this.#frames.pop();
      else this.#visit(new ValuePath(value.step, frame.path), value.recorded, value.actual);
    }
    return this;
  }

  #visit(path: ValuePath, recorded: unknown, actual: unknown): void {
    if (this.#isIgnored?.(path)) return;
    if (recorded === ABSENT) return this.#differ(path, { kind: 'extra', recorded: undefined, actual });
    if (actual === ABSENT) return this.#differ(path, { kind: 'missing', recorded, actual: undefined });
    const [before, after] = [formOf(recorded), formOf(actual)];
    if (before.form === 'lost' || after.form === 'lost')
      return this.#visitLost(path, { before, after, recorded, actual });
    if (before.form === 'primitive' || after.form === 'primitive') {
      return this.#differ(path, comparePrimitives(recorded, actual, this.#isSame));
    }
    if (before.form !== after.form) return this.#differ(path, { kind: 'type', recorded, actual });
    const sharing = this.#partners.meet(recorded as object, actual as object); // all other forms are of objects
    if (sharing === 'other') this.#differ(path, { kind: 'sharing', recorded, actual });
    if (sharing === 'new') this.#compareForms(path, { before, after, recorded, actual });
  }

  /** Adds that one of two calls came back and the other threw: what the recorded one came to, and the actual one. */
  addOutcome(root: 'result' | 'error', recorded: unknown, actual: unknown): void {
    this.#differ(new ValuePath(root), { kind: 'outcome', recorded, actual });
  }

  /** Adds what another comparison found. */
  add(other: Comparison): void {
    const room = this.#most - this.differences.length;
    this.differences.push(...other.differences.slice(0, room));
    this.notComparedAt.push(...other.notComparedAt.slice(0, this.#most - this.notComparedAt.length));
    this.differing += other.differing;
    this.notCompared += other.notCompared;
  }

  /** Counts what could not be compared, and says what and why. */
  skip(what: string): void {
    this.notCompared++;
    if (this.notComparedAt.length < this.#most) this.notComparedAt.push(what);
  }

  #visitLost(path: ValuePath, { before, after, recorded, actual }: Both): void {
    const losses = [before, after].flatMap((each) => (each.form === 'lost' ? [each.lost] : []));
    const [lost] = losses;
    // A promise that may not be asked for its value was recorded as one.
    const isUnasked = lost?.reason === 'Promise' && (lost === recorded || lost === actual);
    const isTelling = lost !== undefined && TELLING.has(lost.kind) && !isUnasked;
    if (losses.length === 1 && isTelling) return this.#differ(path, { kind: 'type', recorded, actual });
    this.skip(`${path}: ${lost?.kind} ${lost?.reason}`);
  }

  #compareForms(path: ValuePath, { before, after, recorded, actual }: Both): void {
    if (before.form === 'text' && after.form === 'text') {
      if (before.type !== after.type) this.#differ(path, { kind: 'type', recorded, actual });
      else if (before.text !== after.text) this.#differ(path, { kind: 'value', recorded, actual });
    } else if (before.form === 'binary' && after.form === 'binary') {
      this.#differ(path, compareArrays(before.binary, after.binary, this.#isSame));
    } else {
      this.#compareContainers(path, { before, after, recorded, actual });
    }
  }

  #compareContainers(path: ValuePath, { before, after, recorded, actual }: Both): void {
    if ('className' in before && 'className' in after && before.className !== after.className) {
      this.#differ(path, { kind: 'class', recorded: before.className, actual: after.className });
    }
    if (Array.isArray(recorded) && Array.isArray(actual) && recorded.length !== actual.length) {
      this.#differ(path, { kind: 'length', recorded: recorded.length, actual: actual.length });
    }
    const keys = KEYS[before.form as keyof typeof KEYS];
    if (keys !== undefined && haveOtherOrder(keys(recorded as never), keys(actual as never))) {
      this.#differ(path, { kind: 'order', recorded, actual });
    }
    const pairs = PAIRS[before.form as keyof typeof PAIRS];
    this.#frames.push({ pairs: pairs(recorded as never, actual as never), path }); // formOf has looked at both
  }

  #differ(path: ValuePath, difference: FoundDifference | undefined): void {
    if (difference === undefined) return;
    this.differing++;
    if (this.differences.length < this.#most) this.differences.push({ path: String(path), ...difference });
  }
}

/** Two values, and what they are. */
interface Both {
  readonly before: ValueForm;
  readonly after: ValueForm;
  readonly recorded: unknown;
  readonly actual: unknown;
}

const PAIRS = {
  array: itemPairs,
  error: errorPairs,
  map: entryPairs,
  object: propertyPairs,
  set: memberPairs,
} as const;
const KEYS = { map: mapKeys, set: setValues } as const;
