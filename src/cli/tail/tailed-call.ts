import { basename, join } from 'node:path';
import { parseLine } from '../../database/parse-line.js';
import { readPlainFile } from '../../database/plain-file.js';
import { CallMonitorError } from '../../model/errors.js';
import { encodeFileName } from '../../model/folder-name.js';
import type { InputLine, OutputLine } from '../../model/log-line.js';
import type { CallState } from '../call-line.js';
import type { DatabasePart } from '../choose-parts.js';
import type { ValueTest } from '../query/value-test.js';

/** A call as `tail` shows it. */
export interface TailedCall {
  readonly root: string;
  readonly function: string;
  readonly invocation: number;
  readonly state: CallState;
  /** None where it stands too far back in the log. */
  readonly input: InputLine | undefined;
  readonly output: OutputLine | undefined;
}

/** Which calls are wanted. */
export interface TailFilter {
  readonly part: DatabasePart;
  readonly function: ValueTest | undefined;
  /** `unfinished`, or as `OutputLine.status`. */
  readonly status: string | undefined;
}

/** Whether calls of a function, or one of its calls, are wanted. */
export function isWanted(filter: TailFilter, name: string, invocation: number): boolean {
  const { dir, invocation: only } = filter.part;
  if (only !== undefined && only !== invocation) return false;
  if (dir !== undefined && !isFolderOf(dir, name)) return false;
  return filter.function?.isTrue(name) ?? true;
}

/** Whether calls that end so are wanted. */
export function isWantedStatus({ status }: TailFilter, ended: OutputLine | undefined): boolean {
  return status === undefined || status === (ended?.status ?? 'unfinished');
}

/** Names one call of a database. */
export function keyOf(name: string, invocation: number): string {
  return `${invocation}/${name}`;
}

/** When it ended, or began, in nanoseconds since the Unix epoch. */
export function timeOf({ input, output }: Pick<TailedCall, 'input' | 'output'>): bigint {
  return BigInt(output?.end_time ?? input?.start_time ?? 0);
}

/** The input of a call from its folder, for a line that stands far back in the log. */
export function inputInFolder(root: string, name: string, invocation: number): InputLine | undefined {
  const path = join(root, encodeFileName(name), String(invocation), 'input_descriptor.json');
  try {
    const line = parseLine(readPlainFile(path) ?? '');
    return line.kind === 'input' && line.function === name && line.invocation === invocation
      ? line
      : undefined;
  } catch (error) {
    if (error instanceof CallMonitorError) return undefined;
    throw error;
  }
}

/** The folder's name may end in a hash, where the function's name could not be one. */
function isFolderOf(dir: string, name: string): boolean {
  const encoded = encodeFileName(name);
  return basename(dir) === encoded || (/~[0-9a-f]{8}$/.test(dir) && encoded.startsWith(dir.slice(0, -9)));
}
