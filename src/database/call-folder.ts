import { dirname, join, resolve } from 'node:path';
import type { ArgSpec } from '../model/argspec.js';
import { RecordNotFoundError } from '../model/errors.js';
import type { InputLine, OutputLine } from '../model/log-line.js';
import { Call } from './call.js';
import type { ReviveOptions } from './line-values.js';
import { damagedRecord } from './log-source.js';
import { type ParsedLine, parseLine } from './parse-line.js';
import { readPlainFile } from './plain-file.js';

/** The folder of one call, read without its database. */
export class CallFolder {
  private readonly path: string;
  private readonly revive: ReviveOptions;

  constructor(path: string, revive: ReviveOptions) {
    this.path = resolve(path);
    this.revive = revive;
  }

  /** @throws RecordNotFoundError where the input descriptor is missing or damaged */
  open(): Call {
    const input = this.readInput();
    return new Call({
      function: input.function,
      invocation: input.invocation,
      path: this.path,
      argspec: this.readArgSpec(input.function),
      revive: this.revive,
      identity: undefined,
      sidecarFolder: () => this.path,
      readInput: () => input,
      readOutput: () => this.readOutput(input),
    });
  }

  private readInput(): InputLine {
    const line = readLine(join(this.path, 'input_descriptor.json'));
    if (line?.kind === 'input') return line;
    const found = line === undefined ? 'there is none' : 'it is damaged';
    throw new RecordNotFoundError(`Expected a call's input_descriptor.json in ${this.path}, but ${found}`, {
      path: this.path,
    });
  }

  private readOutput(input: InputLine): OutputLine | undefined {
    const line = readLine(join(this.path, 'output_descriptor.json'));
    if (line === undefined) return undefined;
    const isOfCall = line.kind === 'output' && line.function === input.function;
    if (isOfCall && line.invocation === input.invocation) return line;
    throw damagedRecord('output', input, this.path);
  }

  /** Stands beside the call's folder, as long as nobody copied that elsewhere. */
  private readArgSpec(name: string): ArgSpec | undefined {
    try {
      const line = readLine(join(dirname(this.path), 'function.json'));
      return line?.kind === 'function' && line.function === name ? line.argspec : undefined;
    } catch (error) {
      if (error instanceof RecordNotFoundError) return undefined;
      throw error;
    }
  }
}

function readLine(path: string): ParsedLine | undefined {
  const text = readPlainFile(path);
  return text === undefined ? undefined : parseLine(text);
}
