/** The ids of a call or span, as the log has them. */
export interface SpanIds {
  readonly trace_id: string;
  readonly span_id: string;
  readonly parent_span_id?: string;
}

const FIRST_CALLS = 64;
const NONE = -1;
/** A made-up log could have ids that lead round in a circle. */
const MOST_ANCESTORS = 10_000;

/** Who called whom among the calls of one database, by their numbers: 28 bytes a call. */
export class Callers {
  private size = 0;
  private traces = new BigUint64Array(FIRST_CALLS);
  private spans = new BigUint64Array(FIRST_CALLS);
  private parents = new BigUint64Array(FIRST_CALLS);
  private callers = new Int32Array();
  private hasParents = false;
  private isCallerFirst = true;

  /** Takes note of a call; the first is number 0. */
  add({ trace_id, span_id, parent_span_id }: SpanIds): void {
    if (this.size === this.spans.length) this.grow();
    const at = this.size++;
    this.traces[at] = idNumber(trace_id.slice(-16));
    this.spans[at] = idNumber(span_id);
    this.parents[at] = idNumber(parent_span_id);
    if (parent_span_id !== undefined) this.hasParents = true;
  }

  /** To be called when all are added. */
  connect(): void {
    const { spans } = this;
    const bySpan = Uint32Array.from({ length: this.size }, (_, at) => at);
    bySpan.sort((a, b) => compare(spans[a], spans[b]));
    this.callers = new Int32Array(this.size).fill(NONE);
    for (let at = 0; at < this.size; at++) {
      const parent = this.parents[at] ?? 0n;
      const caller = parent === 0n ? NONE : find(bySpan, spans, parent);
      if (caller !== at) this.callers[at] = caller;
      if (caller > at) this.isCallerFirst = false;
    }
  }

  /** Whether every caller has a lower number than what it called, as where calls are written down when they start. */
  get areInOrder(): boolean {
    return this.isCallerFirst;
  }

  /** Whether one call is the caller of another, or that one's caller and so on; where the ids do not tell, it may be. */
  mayBeCaller(candidate: number, at: number): boolean {
    if (!this.hasParents) return true;
    if (this.traces[candidate] !== this.traces[at]) return false;
    let top = at;
    for (let steps = 0; steps < MOST_ANCESTORS; steps++) {
      const caller = this.callers[top] ?? NONE;
      if (caller === candidate) return true;
      if (caller === NONE) return this.isUnknownParent(top, candidate);
      top = caller;
    }
    return false;
  }

  /** Whether a call was made in a span that is not here, and in another one than the candidate. */
  private isUnknownParent(top: number, candidate: number): boolean {
    const parent = this.parents[top];
    return parent !== 0n && parent !== this.parents[candidate];
  }

  private grow(): void {
    this.traces = doubled(this.traces);
    this.spans = doubled(this.spans);
    this.parents = doubled(this.parents);
  }
}

/** 16 hex digits as a number; 0 for none, and for what is no id. */
function idNumber(id: string | undefined): bigint {
  return id !== undefined && /^[0-9a-f]{1,16}$/.test(id) ? BigInt(`0x${id}`) : 0n;
}

/** Binary search for a span among the numbers of calls, which are in the order of their spans. */
function find(bySpan: Uint32Array, spans: BigUint64Array, wanted: bigint): number {
  let low = 0;
  let high = bySpan.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[bySpan[middle] ?? 0] ?? 0n) < wanted) low = middle + 1;
    else high = middle;
  }
  const found = bySpan[low];
  return found !== undefined && spans[found] === wanted ? found : NONE;
}

function compare(a = 0n, b = 0n): number {
  return a < b ? -1 : Number(a > b);
}

function doubled(array: BigUint64Array<ArrayBuffer>): BigUint64Array<ArrayBuffer> {
  const larger = new BigUint64Array(array.length * 2);
  larger.set(array);
  return larger;
}
