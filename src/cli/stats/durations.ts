/** Up to so many durations are kept as they are: 800 kB a function. */
const MOST_EXACT = 100_000;
/** Beyond, durations of one power of two are counted in so many classes of the same width. */
const CLASSES = 128;
const BITS = Math.log2(CLASSES);
const BUCKETS = CLASSES * (54 - BITS);

/**
 * The distribution of durations in nanoseconds. Quantiles are exact (nearest rank) up to 100 000 durations; beyond
 * they come from a histogram, as HdrHistogram's, and are within 0.4 %. The largest and the sum are always exact.
 */
export class Durations {
  count = 0;
  max = 0;
  sum = 0;
  private exact: Float64Array<ArrayBuffer> | undefined = new Float64Array(16);
  private histogram: Float64Array<ArrayBuffer> | undefined;
  private isSorted = false;

  /** Whether quantiles are exact. */
  get isExact(): boolean {
    return this.exact !== undefined;
  }

  add(ns: number): void {
    const duration = ns > 0 ? ns : 0;
    if (this.count === MOST_EXACT) this.countAll();
    if (this.exact !== undefined) this.keep(this.exact, duration);
    else this.countOne(duration);
    this.count++;
    this.sum += duration;
    if (duration > this.max) this.max = duration;
  }

  /**
   * The duration that a share of all do not exceed; `undefined` of none.
   * @param share from 0 to 1
   */
  quantile(share: number): number | undefined {
    if (this.count === 0) return undefined;
    const rank = Math.max(Math.ceil(share * this.count), 1);
    if (rank === this.count) return this.max;
    return this.exact === undefined ? this.countedAt(rank) : this.sorted(this.exact)[rank - 1];
  }

  private keep(exact: Float64Array<ArrayBuffer>, duration: number): void {
    this.isSorted = false;
    exact[this.count] = duration;
    if (this.count + 1 < exact.length) return;
    this.exact = new Float64Array(exact.length * 2);
    this.exact.set(exact);
  }

  private sorted(exact: Float64Array): Float64Array {
    const kept = exact.subarray(0, this.count);
    if (!this.isSorted) kept.sort();
    this.isSorted = true;
    return kept;
  }

  private countAll(): void {
    const { exact, count } = this;
    this.exact = undefined;
    for (const duration of exact?.subarray(0, count) ?? []) this.countOne(duration);
  }

  private countOne(duration: number): void {
    this.histogram ??= new Float64Array(BUCKETS);
    const bucket = bucketOf(duration);
    this.histogram[bucket] = (this.histogram[bucket] ?? 0) + 1;
  }

  private countedAt(rank: number): number {
    let seen = 0;
    const bucket = (this.histogram ?? new Float64Array()).findIndex((count) => {
      seen += count;
      return seen >= rank;
    });
    return Math.min(middleOf(bucket), this.max);
  }
}

function bucketOf(duration: number): number {
  if (duration < CLASSES) return Math.floor(duration);
  const shift = Math.min(Math.floor(Math.log2(duration)), 53) - BITS;
  return Math.min(shift * CLASSES + Math.floor(duration / 2 ** shift), BUCKETS - 1);
}

/** Buckets from `CLASSES` on hold the durations of one class of one power of two. */
function middleOf(bucket: number): number {
  const shift = Math.max(Math.floor(bucket / CLASSES) - 1, 0);
  const width = 2 ** shift;
  return (bucket - shift * CLASSES) * width + Math.floor(width / 2);
}
