import type { DESCRIPTORS } from '../view-builder.js';

const FIRST_RECORDS = 64;

/** What becomes of a line of the log: it is set aside; a file of the view takes its place; or its newline is added. */
export type LineEdit =
  | { readonly length: number; readonly action: 'set aside' | 'end' }
  | { readonly length: number; readonly action: 'replace'; readonly path: string };

/** A record that only the view has, by its folder there. */
export interface AddedRecord {
  readonly kind: keyof typeof DESCRIPTORS;
  readonly dir: string;
  /** Of no meaning for a function's own line. */
  readonly invocation: number;
}

/** What has to be done to a log, found out by one pass over it and its view. */
export class LogPlan {
  /** By the offsets of the lines. */
  readonly edits = new Map<number, LineEdit>();
  /** How many records are in lines that are set aside, and nowhere else. */
  lost = 0;
  /** Whether the closed line is not the last. */
  mustMoveClosed = false;
  readonly #kinds: Array<keyof typeof DESCRIPTORS> = [];
  readonly #folders: string[] = [];
  readonly #folderIds = new Map<string, number>();
  #owners = new Uint32Array(FIRST_RECORDS);
  #invocations = new Float64Array(FIRST_RECORDS);
  #times = new BigUint64Array(FIRST_RECORDS);

  /** How many records the view has and the log has not. */
  get added(): number {
    return this.#kinds.length;
  }

  get isEmpty(): boolean {
    return this.edits.size === 0 && this.added === 0 && !this.mustMoveClosed;
  }

  /** @param time when it was written, in nanoseconds since the Unix epoch: its place among the others */
  add({ kind, dir: folder, invocation }: AddedRecord, time: bigint): void {
    const at = this.#kinds.push(kind) - 1;
    if (at === this.#times.length) this.#grow();
    const known = this.#folderIds.get(folder) ?? this.#folders.push(folder) - 1;
    this.#folderIds.set(folder, known);
    this.#owners[at] = known;
    this.#invocations[at] = invocation;
    this.#times[at] = BigInt.asUintN(64, time);
  }

  /** The added records in the order in which they were first written: functions, then calls by time. */
  *records(): Generator<AddedRecord> {
    const order = Uint32Array.from(this.#kinds.keys()).sort((a, b) => this.#compare(a, b));
    for (const at of order) {
      yield {
        kind: this.#kinds[at] ?? 'input',
        dir: this.#folders[this.#owners[at] ?? 0] ?? '',
        invocation: this.#invocations[at] ?? 0,
      };
    }
  }

  /** A call that ends when it starts still starts first. */
  #compare(a: number, b: number): number {
    const [timeA = 0n, timeB = 0n] = [this.#times[a], this.#times[b]];
    if (timeA !== timeB) return timeA < timeB ? -1 : 1;
    return Number(this.#kinds[a] === 'output') - Number(this.#kinds[b] === 'output') || a - b;
  }

  #grow(): void {
    const size = this.#times.length * 2;
    const owners = new Uint32Array(size);
    const invocations = new Float64Array(size);
    const times = new BigUint64Array(size);
    owners.set(this.#owners);
    invocations.set(this.#invocations);
    times.set(this.#times);
    [this.#owners, this.#invocations, this.#times] = [owners, invocations, times];
  }
}
