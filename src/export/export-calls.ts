import { setImmediate } from 'node:timers/promises';
import type { CallConditions } from '../database/call-conditions.js';
import type { DB } from '../database/db.js';
import { ExportSource, type ExportTally, type OnProgress } from './export-source.js';
import type { Chunk } from './format.js';
import { type FormatName, formatEntry } from './formats.js';
import { OutputFile } from './output-file.js';
import { type OutputStream, writeToStream } from './write-to-stream.js';

/** Formats are all text or all bytes: the two never change places. */
const CHARACTERS_AT_ONCE = 256 * 1024;

/** How calls are exported: to what, where, and which of them, as in `db.find`. */
export interface ExportOptions extends CallConditions {
  readonly to: FormatName;
  /** The path of a file that is not there yet, or a stream, which is not ended. */
  readonly output: string | OutputStream;
  /** Whether a file that is there is replaced; default: it is an error. */
  readonly force?: boolean | undefined;
  /** json, otlp: a JSON value a line; default: for otlp yes, for json no. */
  readonly lines?: boolean | undefined;
  /** csv, parquet: how many columns there are at most for arguments and results; default 200. */
  readonly maxColumns?: number | undefined;
  /** csv: whether a `'` goes before text that a spreadsheet would compute; default true. */
  readonly escapeFormulas?: boolean | undefined;
  /** otlp: bytes at which a value is cut in an attribute; default 4096, as when recording. */
  readonly attributeBytes?: number | undefined;
  /** Is told how many calls of how many were gone through, every thousand. */
  readonly onProgress?: OnProgress | undefined;
}

/** What was exported. */
export interface ExportSummary extends Readonly<ExportTally> {
  readonly bytes: number;
}

/**
 * Writes the calls of databases into one file, in the order in which they started and in bounded memory.
 * @throws TypeError or RangeError for a wrong option, DestinationNotFreeError where the file is there already, and
 * what the file system throws; a file that could not be completed is not there
 */
export async function exportCalls(databases: readonly DB[], options: ExportOptions): Promise<ExportSummary> {
  const { to, output, force = false, lines, onProgress = () => {} } = options;
  const { maxColumns = 200, escapeFormulas = true, attributeBytes = 4096 } = options;
  const entry = formatEntry(to);
  checkCount('maxColumns', maxColumns);
  checkCount('attributeBytes', attributeBytes);
  const format = await entry.load();
  const source = new ExportSource(databases, conditionsOf(options), format.passes, onProgress);
  const chunks = inLargeChunks(format.write(source, { lines, maxColumns, escapeFormulas, attributeBytes }));
  const bytes = await (typeof output === 'string'
    ? writeFile(output, force, chunks)
    : writeToStream(output, chunks));
  return { ...source.tally, bytes };
}

function conditionsOf(options: CallConditions): CallConditions {
  const { traceId, spanId, function: functions, status, since, until, where } = options;
  return { traceId, spanId, function: functions, status, since, until, where };
}

/** The event loop has its turns meanwhile: a signal that ends the process finds the file and takes it away. */
async function writeFile(path: string, force: boolean, chunks: Iterable<Uint8Array>): Promise<number> {
  const file = new OutputFile(path, force);
  let bytes = 0;
  try {
    for (const chunk of chunks) {
      file.write(chunk);
      bytes += chunk.byteLength;
      await setImmediate();
    }
    file.finish();
  } finally {
    file.discard();
  }
  return bytes;
}

/** Formats make a chunk of every call; so many writes would take longer than all the rest. */
function* inLargeChunks(chunks: Iterable<Chunk>): Generator<Uint8Array> {
  let text = '';
  for (const chunk of chunks) {
    if (typeof chunk === 'string') text += chunk;
    else yield chunk;
    if (text.length < CHARACTERS_AT_ONCE) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

function checkCount(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) return;
  throw new RangeError(`Expected a whole number of 0 or more for ${name}, got ${value}`);
}
