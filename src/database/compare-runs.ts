import { Comparison, type ComparisonOptions } from '../comparison/compare-values.js';
import type { Difference } from '../comparison/difference.js';
import type { ValuePath } from '../comparison/value-path.js';
import { RecordNotFoundError } from '../model/errors.js';
import { compareCalls } from './compare-calls.js';
import type { IndexedCall } from './log-index.js';
import { idOf, type OrderDifference, orderDifference } from './order-difference.js';
import type { RecordedRun } from './recorded-run.js';

/** What counts as different, and what is not looked at. */
export interface RunOptions extends Omit<ComparisonOptions, 'isIgnored'> {
  readonly ignoresFunction?: (name: string) => boolean;
  /** What is not looked at in the calls of a function; `undefined` where all is. */
  readonly ignoredPaths?: (name: string) => ((path: ValuePath) => boolean) | undefined;
  /** Told of every so many calls that are done. */
  readonly advance?: (calls: number) => void;
}

/** A call that is not the same in both runs. */
export interface DifferingCall {
  readonly function: string;
  readonly invocation: number;
  /** Which runs have it; `damaged`: of one the record cannot be read. */
  readonly in: 'both' | 'first' | 'second' | 'damaged';
  /** Its place among the calls of its run, from 0. */
  readonly position: number;
  readonly differences: readonly Difference[];
  readonly differing: number;
}

/** What the runs have of one function. */
export interface FunctionComparison {
  readonly name: string;
  /** How many calls were recorded in the first and in the second run. */
  readonly calls: [number, number];
  /** How many are in both and differ. */
  differing: number;
  /** How many only one of them has. */
  readonly only: [number, number];
  damaged: number;
  notCompared: number;
  first: DifferingCall | undefined;
}

export interface RunComparison {
  /** The first call, in the order of the calls, that is not the same. */
  readonly first: DifferingCall | undefined;
  readonly functions: readonly FunctionComparison[];
  readonly order: OrderDifference | undefined;
  readonly same: boolean;
}

/**
 * Compares two runs of a program call by call, matched by function and number: calls that overlap may come in another
 * order in another run. Lines that say the same are the same; only others are made values of.
 */
export function compareRuns(
  first: RecordedRun,
  second: RecordedRun,
  options: RunOptions = {},
): RunComparison {
  const work = new Work(first, second, options);
  work.compareAll();
  const functions = [...work.functions.values()];
  const differing = functions.flatMap((each) => each.first ?? []).sort(byPosition);
  return {
    first: differing[0],
    functions,
    order: orderDifference(first, second, options.ignoresFunction),
    same: differing.length === 0,
  };
}

/** At the same place of both runs, the call of the first one comes first. */
function byPosition(a: DifferingCall, b: DifferingCall): number {
  return a.position - b.position || Number(a.in === 'second') - Number(b.in === 'second');
}

const CALLS_PER_STEP = 1000;

class Work {
  readonly functions = new Map<string, FunctionComparison>();
  readonly #first: RecordedRun;
  readonly #second: RecordedRun;
  readonly #options: RunOptions;

  constructor(first: RecordedRun, second: RecordedRun, options: RunOptions) {
    this.#first = first;
    this.#second = second;
    this.#options = options;
  }

  compareAll(): void {
    this.#eachCall(this.#first, (found, position) => {
      const { name, invocation } = idOf(found);
      const other = this.#second.find(name, invocation);
      if (other === undefined) this.#only('first', found, position);
      else this.#compare(found, other, position);
    });
    this.#eachCall(this.#second, (found, position) => {
      const { name, invocation } = idOf(found);
      if (this.#first.find(name, invocation) === undefined) this.#only('second', found, position);
    });
  }

  #eachCall(run: RecordedRun, visit: (found: IndexedCall, position: number) => void): void {
    const { ignoresFunction, advance } = this.#options;
    let position = 0;
    for (const found of run.log.allCalls()) {
      if (ignoresFunction?.(found.index.name) !== true) visit(found, position);
      if (++position % CALLS_PER_STEP === 0) advance?.(CALLS_PER_STEP);
    }
  }

  #only(run: 'first' | 'second', found: IndexedCall, position: number): void {
    const summary = this.#summaryOf(found.index.name);
    summary.only[run === 'first' ? 0 : 1]++;
    const { name, invocation } = idOf(found);
    note(summary, { function: name, invocation, in: run, position, differences: [], differing: 0 });
  }

  #compare(found: IndexedCall, other: IndexedCall, position: number): void {
    const summary = this.#summaryOf(found.index.name);
    const { name, invocation } = idOf(found);
    const call = { function: name, invocation, position };
    try {
      if (this.#isSameText(found, other)) return;
      const comparison = this.#compareValues(found, other);
      summary.notCompared += comparison.notCompared;
      if (comparison.same) return;
      summary.differing++;
      const { differences, differing } = comparison;
      note(summary, { ...call, in: 'both', differences, differing });
    } catch (error) {
      if (!(error instanceof RecordNotFoundError)) throw error;
      summary.damaged++;
      note(summary, { ...call, in: 'damaged', differences: [], differing: 0 });
    }
  }

  #isSameText(found: IndexedCall, other: IndexedCall): boolean {
    const [before, after] = [this.#first.payload(found), this.#second.payload(other)];
    if (before === undefined || after === undefined || before.hasFiles) return false;
    return before.input === after.input && before.output === after.output;
  }

  #compareValues(found: IndexedCall, other: IndexedCall): Comparison {
    const { ignoredPaths, ignoresFunction: _, advance: __, ...options } = this.#options;
    const isIgnored = ignoredPaths?.(found.index.name);
    const comparison = new Comparison({ ...options, ...(isIgnored && { isIgnored }) });
    compareCalls(comparison, this.#first.call(found), this.#second.call(other));
    return comparison;
  }

  #summaryOf(name: string): FunctionComparison {
    const known = this.functions.get(name);
    if (known !== undefined) return known;
    const recorded = (run: RecordedRun) => run.log.functions.get(name)?.recorded ?? 0;
    const calls: [number, number] = [recorded(this.#first), recorded(this.#second)];
    const summary = { name, calls, differing: 0, only: [0, 0], damaged: 0, notCompared: 0, first: undefined };
    this.functions.set(name, summary as FunctionComparison); // a pair, which a literal's type does not say
    return summary as FunctionComparison;
  }
}

/** Keeps the first difference of a function, in the order of the calls. */
function note(summary: FunctionComparison, call: DifferingCall): void {
  if (summary.first === undefined || call.position < summary.first.position) summary.first = call;
}
