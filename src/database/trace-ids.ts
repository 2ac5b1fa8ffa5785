import type { LogIndex } from './log-index.js';

/** The ids of the traces that have calls in a log and begin so, each once, in the order of their first calls. */
export function* traceIdsIn(log: LogIndex, beginning: string): Generator<string> {
  const seen = new Set<string>();
  const wanted = beginning.toLowerCase();
  for (const { index, row } of log.allCalls()) {
    const id = index.calls.keys.traceIdOf(row);
    if (id === undefined || !id.startsWith(wanted) || seen.has(id)) continue;
    seen.add(id);
    yield id;
  }
}
