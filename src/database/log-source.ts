import { dirname, join } from 'node:path';
import { RecordNotFoundError } from '../model/errors.js';
import type { InputLine, OutputLine } from '../model/log-line.js';
import type { CallSource, ReviveOptions } from './call.js';
import type { LinePlace } from './call-table.js';
import { folderNameOf } from './function-summary.js';
import type { IndexedCall } from './log-index.js';
import { LogReader } from './log-reader.js';
import { parseLine } from './parse-line.js';
import { isPlainFolder } from './plain-file.js';

/** Gives the calls of one log what they read. */
export class LogSource {
  private readonly root: string;
  private readonly options: ReviveOptions;
  // Recursion writes outputs far from their inputs; one block for both would be read anew for every call.
  private readonly inputs: LogReader;
  private readonly outputs: LogReader;

  constructor(root: string, log: string, options: ReviveOptions) {
    this.root = root;
    this.options = options;
    this.inputs = new LogReader(log);
    this.outputs = new LogReader(log);
  }

  /** What a `Call` needs to know of the call that was found. */
  sourceOf({ index, row }: IndexedCall): CallSource {
    const invocation = index.calls.invocationOf(row);
    const path = join(this.root, folderNameOf(index), String(invocation));
    const call = { function: index.name, invocation };
    return {
      ...call,
      path,
      argspec: index.line?.argspec,
      revive: this.options,
      sidecarFolder: () => (isPlainFolder(dirname(path)) && isPlainFolder(path) ? path : undefined),
      readInput: () => this.readInput(index.calls.inputOf(row), call),
      readOutput: () => this.readOutput(index.calls.outputOf(row), call),
    };
  }

  private readInput(place: LinePlace | undefined, call: CallName): InputLine {
    const line = place && parseLine(this.inputs.read(place));
    if (line?.kind !== 'input' || !isOf(line, call)) throw damagedRecord('input', call, this.root);
    return line;
  }

  private readOutput(place: LinePlace | undefined, call: CallName): OutputLine | undefined {
    if (place === undefined) return undefined;
    const line = parseLine(this.outputs.read(place));
    if (line.kind !== 'output' || !isOf(line, call)) throw damagedRecord('output', call, this.root);
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
