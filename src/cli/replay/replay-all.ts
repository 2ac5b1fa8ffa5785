import type { DB } from '../../database/db.js';
import { type CallReport, NOT_IN_MODULE, type Replayer, withoutOutcome } from './call-report.js';
import type { PlannedFunction } from './plan.js';
import { addToTally, type FunctionTally } from './replay-lines.js';

/** So many calls that were not the same are kept for the report. */
const MOST_NOTABLE = 1000;

/** What is known when all calls were made. */
export interface Replayed {
  readonly tallies: Map<string, FunctionTally>;
  readonly notable: CallReport[];
}

/** Makes all planned calls again, one after the other. `onCall` is told of each before it is made, and of how many it is. */
export async function replayAll(
  db: DB,
  replayer: Replayer,
  planned: readonly PlannedFunction[],
  onCall: (location: string, done: number, total: number) => void,
): Promise<Replayed> {
  const replayed: Replayed = { tallies: new Map(), notable: [] };
  const total = planned.reduce((sum, each) => sum + countOf(db, each), 0);
  let done = 0;
  for (const each of planned) {
    for (const invocation of invocationsOf(db, each)) {
      onCall(`${each.function}/${invocation}`, done++, total);
      take(replayed, await reportOf(replayer, each, invocation));
    }
  }
  return replayed;
}

function reportOf(
  replayer: Replayer,
  planned: PlannedFunction,
  invocation: number,
): CallReport | Promise<CallReport> {
  const { function: name, obstacle } = planned;
  return obstacle === undefined
    ? replayer.replay(planned, invocation)
    : withoutOutcome(name, invocation, 'impossible', NOT_IN_MODULE);
}

function countOf(db: DB, { function: name, invocation }: PlannedFunction): number {
  return invocation === undefined ? db.function(name).recorded : 1;
}

function* invocationsOf(db: DB, { function: name, invocation }: PlannedFunction): Generator<number> {
  if (invocation !== undefined) yield db.call(name, invocation).invocation;
  else for (const call of db.calls(name)) yield call.invocation;
}

function take({ tallies, notable }: Replayed, report: CallReport): void {
  addToTally(tallies, report);
  const isNotable = report.outcome === 'different' || report.outcome === 'failed';
  if (isNotable && notable.length < MOST_NOTABLE) notable.push(report);
}
