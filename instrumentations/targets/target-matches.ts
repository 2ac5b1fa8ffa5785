import { nearestNames } from '../../src/model/nearest-names.js';
import type { Target } from './parse-target.js';

/** So many names are kept of what a target might have meant. */
const MOST_NAMES = 1000;

/** Which targets have matched a function, and what else there was where they looked. */
export class TargetMatches {
  readonly #targets: readonly Target[];
  readonly #matched = new Set<number>();
  readonly #names = new Map<number, Set<string>>();

  constructor(targets: readonly Target[]) {
    this.#targets = targets;
  }

  /** A target has matched a function. */
  add(target: number): void {
    this.#matched.add(target);
  }

  /** A module that targets name was loaded, with these functions. */
  addModule(targets: readonly number[], functionNames: readonly string[]): void {
    for (const target of targets) {
      const names = this.#names.get(target) ?? new Set();
      this.#names.set(target, names);
      for (const name of functionNames) if (names.size < MOST_NAMES) names.add(name);
    }
  }

  /** A line for each target that has matched nothing, by its text. */
  unmatched(): ReadonlyMap<string, string> {
    const missing = [...this.#targets.entries()].filter(([index]) => !this.#matched.has(index));
    return new Map(missing.map(([index, target]) => [target.text, this.#describe(index, target)]));
  }

  #describe(index: number, { text, functions }: Target): string {
    const names = this.#names.get(index);
    if (names === undefined) return `the target ${text} matched nothing: no such module was loaded`;
    const found = names.size === 0 ? 'none there' : nearestNames(functions.text, [...names]);
    return `the target ${text} matched no function of the modules that it names (${found})`;
  }
}
