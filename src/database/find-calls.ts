import type { Call } from './call.js';
import type { CallConditions, CallSearch } from './call-conditions.js';
import type { DB } from './db.js';
import type { IndexedCall, LogIndex } from './log-index.js';

/**
 * The calls of several databases (of workers, ranks, processes, runs) for which all conditions hold, in the order
 * in which they started, made one by one.
 * @throws TypeError for a bad condition
 */
export function findCalls(databases: Iterable<DB>, conditions: CallConditions = {}): IterableIterator<Call> {
  return mergeByStart(Array.from(databases, (db) => db.find(conditions)));
}

/** The calls of one log that are meant, in the order in which they started. */
export function findIndexed(log: LogIndex, { isMeant }: CallSearch): Iterable<IndexedCall> {
  const found = log.allCalls(isMeant);
  if (log.isInStartOrder) return found;
  return [...found]
    .map((call) => ({ call, start: call.index.calls.keys.startOf(call.row) }))
    .sort((a, b) => compareTimes(a.start, b.start))
    .map(({ call }) => call);
}

/** For `sort`: earlier times first. */
export function compareTimes(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

interface Stream {
  readonly calls: Iterator<Call>;
  next: Call;
  start: bigint;
}

/** Of two calls that started at once, the one of the earlier database comes first. */
function* mergeByStart(all: ReadonlyArray<Iterator<Call>>): Generator<Call> {
  const streams = all.flatMap((calls) => advance({ calls }) ?? []);
  while (streams.length > 0) {
    const first = streams.reduce((earliest, stream) => (stream.start < earliest.start ? stream : earliest));
    yield first.next;
    if (advance(first) === undefined) streams.splice(streams.indexOf(first), 1);
  }
}

function advance(stream: Pick<Stream, 'calls'>): Stream | undefined {
  const { done, value } = stream.calls.next();
  return done === true ? undefined : Object.assign(stream, { next: value, start: value.startTime });
}
