import type { CallSearch } from './call-search.js';
import { compareTimes } from './compare-times.js';
import type { IndexedCall, LogIndex } from './log-index.js';

/** The calls of one log that are meant, in the order in which they started. */
export function findIndexed(log: LogIndex, { isMeant }: CallSearch): Iterable<IndexedCall> {
  const found = log.allCalls(isMeant);
  if (log.isInStartOrder) return found;
  return [...found]
    .map((call) => ({ call, start: call.index.calls.keys.startOf(call.row) }))
    .sort((a, b) => compareTimes(a.start, b.start))
    .map(({ call }) => call);
}
