import { idWords } from './call-search.js';
import { compareTimes } from './compare-times.js';
import type { LogReader } from './log-reader.js';
import { parseLine } from './parse-line.js';
import { SpanRecord } from './span-record.js';
import type { SpanTable } from './span-table.js';

/** The other spans of a log, or those of one trace, in the order in which they started; damaged ones are passed over. */
export function findSpans(
  table: SpanTable,
  reader: LogReader,
  traceId: string | undefined,
): IterableIterator<SpanRecord> {
  const words = traceId === undefined ? undefined : idWords(traceId, 'traceId', 32);
  const rows = Array.from({ length: table.size }, (_, row) => row)
    .filter((row) => words === undefined || table.keys.hasTrace(row, words))
    .map((row) => ({ row, start: table.keys.startOf(row) }))
    .sort((a, b) => compareTimes(a.start, b.start));
  return readEach(table, reader, rows);
}

function* readEach(
  table: SpanTable,
  reader: LogReader,
  rows: Iterable<{ readonly row: number }>,
): Generator<SpanRecord> {
  for (const { row } of rows) {
    const place = table.placeOf(row);
    const line = place && parseLine(reader.read(place));
    if (line?.kind === 'span') yield new SpanRecord(line);
  }
}
