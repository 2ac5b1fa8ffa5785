import { BARE } from './schedule.mjs';

/** What was measured, by row, workload and mode. */
export class Results {
  #runs = new Map();

  add({ row, workload, mode }, run) {
    const key = keyOf(row.name, workload, mode);
    this.#runs.set(key, [...(this.#runs.get(key) ?? []), run]);
  }

  /** The median of a figure; `undefined` where it was not measured, or the row failed. */
  median(name, workload, figure, mode = 'burst') {
    return median(this.#of(name, workload, mode).flatMap((run) => run[figure] ?? []));
  }

  /** Nanoseconds that a call costs more than the bare function's. */
  added(name, workload, mode = 'burst') {
    const [own, bare] = [name, BARE].map((each) => this.median(each, workload, 'nsPerCall', mode));
    return own === undefined || bare === undefined ? undefined : own - bare;
  }

  /** Why a row did not run; `undefined` when it did. */
  error(name, workload) {
    return this.#of(name, workload, 'burst').find(({ error }) => error !== undefined)?.error;
  }

  toJSON() {
    return Object.fromEntries(this.#runs);
  }

  #of(name, workload, mode) {
    return this.#runs.get(keyOf(name, workload, mode)) ?? [];
  }
}

export function median(numbers) {
  const sorted = numbers.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function keyOf(name, workload, mode) {
  return `${name} · ${workload} · ${mode}`;
}
