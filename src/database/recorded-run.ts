import { join } from 'node:path';
import { Call } from './call.js';
import type { LinePlace } from './call-table.js';
import type { ReviveOptions } from './line-values.js';
import { type IndexedCall, LogIndex } from './log-index.js';
import { IndexedSource, LogSource } from './log-source.js';

/** What a call was made with and came to, as its lines of the log say it; without ids and times. */
export interface CallPayload {
  readonly input: string;
  /** Empty for a call that never came back. */
  readonly output: string;
  /** Whether some of it stands in files of its own. */
  readonly hasFiles: boolean;
}

/** A database as one of two runs that are compared: its index, and its lines as text. */
export class RecordedRun {
  readonly log: LogIndex;
  readonly #source: LogSource;

  constructor(root: string, revive: ReviveOptions) {
    this.log = new LogIndex(join(root, 'calls.ndjson'));
    this.log.refresh();
    this.#source = new LogSource(root, this.log.path, revive);
  }

  /** How many calls were recorded. */
  get recorded(): number {
    let count = 0;
    for (const { recorded } of this.log.functions) count += recorded;
    return count;
  }

  /** The call of that name and number, if it was recorded. */
  find(name: string, invocation: number): IndexedCall | undefined {
    const index = this.log.functions.get(name);
    const row = index?.calls.find(invocation);
    return index !== undefined && row !== undefined && index.calls.hasInput(row) ? { index, row } : undefined;
  }

  call(found: IndexedCall): Call {
    return new Call(new IndexedSource(this.#source, found));
  }

  /** `undefined` where a line has not the usual form. @throws RecordNotFoundError where it cannot be read */
  payload({ index, row }: IndexedCall): CallPayload | undefined {
    const { inputs, outputs } = this.#source;
    const input = after(index.calls.inputOf(row), inputs, '"start_time":"');
    const output = after(index.calls.outputOf(row), outputs, '"duration_ns":');
    if (input === undefined || output === undefined) return undefined;
    const status = output.line.indexOf('"status":"');
    const outcome = output.line.slice(status, output.line.indexOf(',', status)) + output.rest;
    const hasFiles = [input.rest, outcome].some(
      (text) => text.includes('"file":"') || text.includes('"$":"handler"'),
    );
    return { input: input.rest, output: outcome, hasFiles };
  }
}

interface Rest {
  readonly line: string;
  /** What stands after the value of a key, from the comma or brace on. */
  readonly rest: string;
}

const NOTHING: Rest = { line: '', rest: '' };

/** The keys have a fixed order, and no quote stands in a name without its backslash: the first match is the key. */
function after(place: LinePlace | undefined, log: LogSource['inputs'], key: string): Rest | undefined {
  if (place === undefined) return NOTHING;
  const line = log.read(place);
  const start = line.indexOf(key);
  const end = start < 0 ? -1 : line.slice(start + key.length, start + key.length + 32).search(/[,}]/);
  return end < 0 ? undefined : { line, rest: line.slice(start + key.length + end) };
}
