import type { Call } from './call.js';
import type { CallConditions } from './call-conditions.js';
import type { DB } from './db.js';

/**
 * The calls of several databases (of workers, ranks, processes, runs) for which all conditions hold, in the order
 * in which they started, made one by one.
 * @throws TypeError for a bad condition
 */
export function findCalls(databases: Iterable<DB>, conditions: CallConditions = {}): IterableIterator<Call> {
  return mergeByStart(Array.from(databases, (db) => db.find(conditions)));
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
