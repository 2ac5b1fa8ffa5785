import type { CallConditions } from '../database/call-conditions.js';
import type { DB } from '../database/db.js';
import { momentNs } from '../database/moment.js';
import type { SpanRecord } from '../database/span-record.js';
import { type ExportedCall, readCall } from './exported-call.js';

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

/** The calls of some databases that are meant, which a format may go through more than once. */
export class ExportSource {
  readonly databases: readonly DB[];
  readonly tally: ExportTally = { calls: 0, spans: 0, damaged: 0, columns: 0, columnsLeftOut: 0 };
  private readonly conditions: CallConditions;
  private readonly onProgress: OnProgress;
  private readonly total: number;
  private done = 0;

  /** @throws TypeError for a bad condition */
  constructor(databases: readonly DB[], conditions: CallConditions, passes: number, onProgress: OnProgress) {
    this.databases = databases;
    this.conditions = conditions;
    this.onProgress = onProgress;
    this.total = passes * databases.reduce((sum, db) => sum + countFound(db, conditions), 0);
  }

  /** One pass through all databases. */
  *calls(): Generator<ExportedCall> {
    for (const db of this.databases) yield* this.callsOf(db);
  }

  /** One database's part of a pass, in the order in which its calls started. */
  *callsOf(db: DB): Generator<ExportedCall> {
    this.beginPass(db);
    for (const call of db.find(this.conditions)) {
      this.advance();
      const read = readCall(db, call);
      if (read === undefined || read.status === 'damaged') this.tally.damaged++;
      if (read === undefined) continue;
      this.tally.calls++;
      yield read;
    }
  }

  /** The spans of one database that are no calls; none where something is asked that only calls can answer. */
  *spansOf(db: DB): Generator<SpanRecord> {
    const { traceId, since, until, ...ofCalls } = this.conditions;
    if (Object.values(ofCalls).some((condition) => condition !== undefined)) return;
    const from = since === undefined ? undefined : momentNs(since, 'since');
    const to = until === undefined ? undefined : momentNs(until, 'until');
    if (db === this.databases[0]) this.tally.spans = 0;
    for (const span of db.spans(traceId)) {
      if (from !== undefined && span.startTime < from) continue;
      if (to !== undefined && span.startTime >= to) continue;
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

/** By the index alone: `where` would read every record. */
function countFound(db: DB, conditions: CallConditions): number {
  let count = 0;
  for (const _ of db.find({ ...conditions, where: undefined })) count++;
  return count;
}
