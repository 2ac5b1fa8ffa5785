import { dirname, join } from 'node:path';
import type { ArgSpec } from '../model/argspec.js';
import { RecordNotFoundError } from '../model/errors.js';
import type { InputLine, OutputLine } from '../model/log-line.js';
import type { CallSource, LogOrder } from './call.js';
import type { ReviveOptions } from './line-values.js';
import type { IndexedCall } from './log-index.js';
import { LogReader } from './log-reader.js';
import { parseLine } from './parse-line.js';
import { isPlainFolder } from './plain-file.js';
import type { SpanIdentity } from './span-identity.js';
import { folderNameOf } from './summarize-functions.js';

/** What the calls of one log have in common. */
export class LogSource {
  readonly root: string;
  readonly revive: ReviveOptions;
  // Recursion writes outputs far from their inputs; one block for both would be read anew for every call.
  readonly inputs: LogReader;
  readonly outputs: LogReader;

  constructor(root: string, log: string, revive: ReviveOptions) {
    this.root = root;
    this.revive = revive;
    this.inputs = new LogReader(log);
    this.outputs = new LogReader(log);
  }
}

/** Where the index says that a call's record is in its log. */
export class IndexedSource implements CallSource {
  readonly function: string;
  readonly invocation: number;
  private readonly log: LogSource;
  private readonly found: IndexedCall;

  constructor(log: LogSource, found: IndexedCall) {
    this.log = log;
    this.found = found;
    this.function = found.index.name;
    this.invocation = found.index.calls.invocationOf(found.row);
  }

  get argspec(): ArgSpec | undefined {
    return this.found.index.line?.argspec;
  }

  get path(): string {
    return join(this.log.root, folderNameOf(this.found.index), String(this.invocation));
  }

  get revive(): ReviveOptions {
    return this.log.revive;
  }

  get logOrder(): LogOrder {
    const { index, row } = this.found;
    return { start: index.calls.inputOf(row)?.offset ?? 0, end: index.calls.outputOf(row)?.offset };
  }

  get identity(): SpanIdentity | undefined {
    return this.found.index.calls.keys.identityOf(this.found.row);
  }

  sidecarFolder(): string | undefined {
    const { path } = this;
    return isPlainFolder(dirname(path)) && isPlainFolder(path) ? path : undefined;
  }

  readInput(): InputLine {
    const place = this.found.index.calls.inputOf(this.found.row);
    const line = place && parseLine(this.log.inputs.read(place));
    if (line?.kind !== 'input' || !isOf(line, this)) throw damagedRecord('input', this, this.log.root);
    return line;
  }

  readOutput(): OutputLine | undefined {
    const place = this.found.index.calls.outputOf(this.found.row);
    if (place === undefined) return undefined;
    const line = parseLine(this.log.outputs.read(place));
    if (line.kind !== 'output' || !isOf(line, this)) throw damagedRecord('output', this, this.log.root);
    return line;
  }
}

interface CallName {
  readonly function: string;
  readonly invocation: number;
}

/** Says whose record of which kind is damaged. */
export function damagedRecord(kind: 'input' | 'output', call: CallName, path: string): RecordNotFoundError {
  const name = `call ${call.invocation} of ${call.function}`;
  return new RecordNotFoundError(`${name}: its ${kind} record is damaged (${path})`, { path });
}

function isOf(line: CallName, call: CallName): boolean {
  return line.function === call.function && line.invocation === call.invocation;
}
