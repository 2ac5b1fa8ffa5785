import type { DB } from '../database/db.js';
import { type CallFilter, wantsCall, wantsFunction } from './call-filter.js';
import { type ExportedCall, readCall } from './exported-call.js';
import { type ExportedSpan, OtherSpans } from './other-spans.js';

/** What came of an export so far. */
export interface ExportTally {
  calls: number;
  /** Spans that are no calls of recorded functions. */
  spans: number;
  /** Calls of which a record is damaged; one whose input is damaged is left out. */
  damaged: number;
  /** Columns of arguments and results, where the format has any. */
  columns: number;
  /** Columns for which a table had no place. */
  columnsLeftOut: number;
}

/** How a source reports how far a pass has come. */
export type OnProgress = (done: number, total: number) => void;

const PROGRESS_EVERY = 1000;

/** The wanted calls of some databases, which a format may go through more than once. */
export class ExportSource {
  readonly databases: readonly DB[];
  readonly tally: ExportTally = { calls: 0, spans: 0, damaged: 0, columns: 0, columnsLeftOut: 0 };
  private readonly filter: CallFilter;
  private readonly onProgress: OnProgress;
  private readonly total: number;
  private readonly otherSpans = new Map<DB, OtherSpans>();
  private done = 0;

  constructor(databases: readonly DB[], filter: CallFilter, passes: number, onProgress: OnProgress) {
    this.databases = databases;
    this.filter = filter;
    this.onProgress = onProgress;
    this.total = passes * databases.reduce((sum, db) => sum + recordedIn(db, filter), 0);
  }

  /** One pass through all databases. */
  *calls(): Generator<ExportedCall> {
    for (const db of this.databases) yield* this.callsOf(db);
  }

  /** One database's part of a pass, in the order of its log. */
  *callsOf(db: DB): Generator<ExportedCall> {
    this.beginPass(db);
    for (const call of db.calls()) {
      if (!wantsFunction(this.filter, call.function)) continue;
      this.advance();
      const read = readCall(db, call);
      if (read === undefined || read.status === 'damaged') this.tally.damaged++;
      if (read === undefined || !wantsCall(this.filter, read)) continue;
      this.tally.calls++;
      yield read;
    }
  }

  /** The spans of one database that are no calls; none where calls are chosen by function or status. */
  *spansOf(db: DB): Generator<ExportedSpan> {
    if (this.filter.functions !== undefined || this.filter.statuses !== undefined) return;
    const spans = this.otherSpans.get(db) ?? new OtherSpans(db);
    this.otherSpans.set(db, spans);
    if (db === this.databases[0]) this.tally.spans = 0;
    for (const span of spans.matching(this.filter)) {
      this.tally.spans++;
      yield span;
    }
  }

  private beginPass(db: DB): void {
    if (db === this.databases[0]) Object.assign(this.tally, { calls: 0, damaged: 0 });
  }

  private advance(): void {
    this.done++;
    if (this.done % PROGRESS_EVERY === 0 || this.done === this.total) this.onProgress(this.done, this.total);
  }
}

function recordedIn(db: DB, filter: CallFilter): number {
  let sum = 0;
  for (const { name, recorded } of db.functions.values()) if (wantsFunction(filter, name)) sum += recorded;
  return sum;
}
