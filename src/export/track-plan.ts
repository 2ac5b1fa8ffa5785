import type { LogOrder } from '../database/call.js';
import { Callers, type SpanIds } from './callers.js';

/** A call as far as its place on a track is concerned. */
export interface PlacedCall extends SpanIds {
  readonly function: string;
  /** Nanoseconds since the Unix epoch; the same of `endTime`, which is `undefined` for what never ended. */
  readonly start_time: string;
  readonly endTime: string | undefined;
  readonly logOrder: LogOrder | undefined;
}

/** Where a call is shown, in nanoseconds since the Unix epoch. */
export interface ShownTimes {
  readonly startNs: bigint;
  readonly durationNs: number;
}

/** The SDKs take start times from a clock of milliseconds, and durations from a finer one. */
const COARSE_NS = 1e6;
const FIRST_CALLS = 64;

/**
 * Decides which calls of one thread are shown inside each other and which beside the thread, in about 80 bytes a
 * call. Of two that were open at the same time, the later one is inside the earlier if that is one of its callers,
 * as far as the ids tell. If not, both were waiting for something, and stand beside the thread; and so do a call
 * that outlives its caller, and further calls of the same functions while one stands there. What came first the log tells, for start times are too coarse: those that are shown
 * are as recorded, or as much later, less than a millisecond, as the order needs.
 */
export class TrackPlan {
  private size = 0;
  private firstNs: bigint | undefined;
  private lastEnd = 0;
  private starts = new Float64Array(FIRST_CALLS);
  private ends = new Float64Array(FIRST_CALLS);
  private froms = new Float64Array(FIRST_CALLS);
  private tos = new Float64Array(FIRST_CALLS);
  private beside = new Uint8Array();
  private besideUntil = Number.NEGATIVE_INFINITY;
  private readonly functions: number[] = [];
  private readonly functionNumbers = new Map<string, number>();
  private readonly waiting = new Set<number>();
  private isInLogOrder = true;
  private latestStart = Number.NEGATIVE_INFINITY;
  private latestFrom = Number.NEGATIVE_INFINITY;
  private readonly callers = new Callers();

  /** Takes note of a call; the first is number 0. */
  add(call: PlacedCall): void {
    if (this.size === this.starts.length) this.grow();
    const start = this.sinceFirst(call.start_time);
    const end = call.endTime === undefined ? Number.POSITIVE_INFINITY : this.sinceFirst(call.endTime);
    const at = this.size++;
    this.starts[at] = start;
    this.ends[at] = Math.max(start, end);
    this.froms[at] = call.logOrder?.start ?? at;
    // An end that is in the log but damaged says nothing of the time until which others are held.
    this.tos[at] = (call.endTime === undefined ? undefined : call.logOrder?.end) ?? Number.POSITIVE_INFINITY;
    this.functions.push(this.numberOf(call.function));
    this.callers.add(call);
    this.lastEnd = Math.max(this.lastEnd, start, Number.isFinite(end) ? end : start);
    const from = this.froms[at] ?? 0;
    if (start < this.latestStart - COARSE_NS || from < this.latestFrom) this.isInLogOrder = false;
    this.latestStart = Math.max(this.latestStart, start);
    this.latestFrom = from;
  }

  /** To be called when all are added. */
  place(): void {
    this.callers.connect();
    this.beside = new Uint8Array(this.size);
    // Written when they had ended, as by an exporter, or in several turns of the clock: only the times are left.
    if (!this.isInLogOrder || !this.callers.areInOrder) this.useTimes();
    this.nest();
    if (this.froms !== this.starts) this.setRight();
  }

  /** When the first of all began, in nanoseconds since the Unix epoch. */
  get startNs(): bigint | undefined {
    let earliest = 0;
    for (let at = 0; at < this.size; at++) earliest = Math.min(earliest, this.starts[at] ?? 0);
    return this.firstNs === undefined ? undefined : this.firstNs + BigInt(earliest);
  }

  /** What never ended is shown until the last end of all. */
  timesOf(at: number): ShownTimes {
    const start = this.starts[at] ?? 0;
    const end = Math.min(this.ends[at] ?? 0, Math.max(this.lastEnd, start));
    return { startNs: (this.firstNs ?? 0n) + BigInt(start), durationNs: end - start };
  }

  isBeside(at: number): boolean {
    return this.beside[at] === 1;
  }

  private useTimes(): void {
    this.froms = this.starts;
    this.tos = this.ends;
  }

  private nest(): void {
    const { froms, tos } = this;
    const open: number[] = [];
    for (const at of this.byStart()) {
      const from = froms[at] ?? 0;
      while (open.length > 0 && (tos[open.at(-1) ?? 0] ?? 0) <= from) open.pop();
      this.nestAmong(open, at);
    }
  }

  private nestAmong(open: number[], at: number): void {
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (this.callers.mayBeCaller(top, at)) break;
      this.setBeside(top);
      this.setBeside(at);
      open.pop();
    }
    const around = open.at(-1);
    if (around !== undefined && (this.tos[at] ?? 0) > (this.tos[around] ?? 0)) this.setBeside(at);
    const isOneOfMany = this.besideUntil > (this.froms[at] ?? 0) && this.waiting.has(this.functions[at] ?? 0);
    if (isOneOfMany) this.setBeside(at);
    if (this.beside[at] === 0) open.push(at);
  }

  private setBeside(at: number): void {
    this.beside[at] = 1;
    this.besideUntil = Math.max(this.besideUntil, this.tos[at] ?? 0);
    this.waiting.add(this.functions[at] ?? 0);
  }

  private numberOf(name: string): number {
    const number = this.functionNumbers.get(name) ?? this.functionNumbers.size;
    this.functionNumbers.set(name, number);
    return number;
  }

  /** Has no call start before the one that came before it, nor end before those inside it; their lengths stay. */
  private setRight(): void {
    const { starts, ends, tos, froms } = this;
    const byEnd = this.numbers().sort((a, b) => difference(tos[a], tos[b]) || b - a);
    let next = 0;
    let last = Number.NEGATIVE_INFINITY;
    const endUntil = (position: number) => {
      for (let at = byEnd[next]; at !== undefined && (tos[at] ?? 0) < position; at = byEnd[++next]) {
        if (this.beside[at] === 0) ends[at] = Math.max(ends[at] ?? 0, last);
        last = Math.max(last, ends[at] ?? 0);
      }
    };
    for (let at = 0; at < this.size; at++) {
      endUntil(froms[at] ?? 0);
      const later = Math.max(last - (starts[at] ?? 0), 0);
      starts[at] = (starts[at] ?? 0) + later;
      ends[at] = (ends[at] ?? 0) + later;
      last = starts[at] ?? 0;
    }
    endUntil(Number.POSITIVE_INFINITY);
    this.lastEnd = Math.max(this.lastEnd, last);
  }

  private byStart(): Uint32Array {
    const { froms, tos } = this;
    return this.numbers().sort(
      (a, b) => difference(froms[a], froms[b]) || difference(tos[b], tos[a]) || a - b,
    );
  }

  private numbers(): Uint32Array {
    return Uint32Array.from({ length: this.size }, (_, at) => at);
  }

  private sinceFirst(time: string): number {
    const ns = BigInt(time);
    this.firstNs ??= ns;
    return Number(ns - this.firstNs);
  }

  private grow(): void {
    this.starts = doubled(this.starts);
    this.ends = doubled(this.ends);
    this.froms = doubled(this.froms);
    this.tos = doubled(this.tos);
  }
}

/** For `sort`; what never ends is no later than another that never ends. */
function difference(a = 0, b = 0): number {
  return a === b ? 0 : a - b;
}

function doubled(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(array.length * 2);
  larger.set(array);
  return larger;
}
