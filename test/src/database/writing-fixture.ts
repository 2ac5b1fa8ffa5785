import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { CapturedInput } from '../../../src/capture/capture.js';
import type { CapturedValue } from '../../../src/capture/value-capture.js';
import { DatabaseWriter } from '../../../src/database/database-writer.js';
import { claimRoot } from '../../../src/database/root-directory.js';
import type { WriterOptions } from '../../../src/database/writer-options.js';
import { binaryOf } from '../../../src/handlers/binary.js';
import { NpySidecar } from '../../../src/handlers/npy-sidecar.js';
import type { FunctionInfo } from '../../../src/model/function-info.js';
import { temporaryFolder } from '../handlers/temporary-folder.js';

/** When and by whom calls of tests are made. */
export const IDENTITY = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  traceFlags: 1,
  startTime: [1_795_407_846, 789_000_000],
} as const;

/** How calls of tests end. */
export const END = { status: 'ok', endTime: [1_795_407_846, 789_001_500], duration: [0, 1500] } as const;

export const SOLVE: FunctionInfo = functionNamed('solve');

/** A function `(x)`. */
export function functionNamed(name: string): FunctionInfo {
  return { name, argspec: { args: ['x'], varargs: null, kwonlyargs: [], defaults: {} }, calls: 0 };
}

/** What a call with one argument, given as its descriptor's text, is written from. */
export function inputOf(argument: string): CapturedInput {
  return { this: undefined, args: `[${argument}]`, kwargs: '{}', sidecars: [], notReplayable: [] };
}

/** The same of a call with an array, which is a file or stands in the line. */
export function inputWithArray(array: Float64Array): CapturedInput {
  const sidecar = sidecarOf('arg_0.npy', array);
  return { ...inputOf(''), args: ['[', sidecar, ']'], sidecars: [sidecar] };
}

/** A result that is an array. */
export function resultWithArray(array: Float64Array): CapturedValue {
  const sidecar = sidecarOf('result.npy', array);
  return { text: [sidecar], sidecars: [sidecar] };
}

/** Begins a database in a folder of the test; `errors` gathers what the program would be told. */
export function openWriter(
  t: TestContext,
  options: Partial<WriterOptions> & { readonly base?: string } = {},
) {
  const { base = join(temporaryFolder(t), 'call-monitor'), ...changes } = options;
  const errors: string[] = [];
  const writer = new DatabaseWriter(claimRoot(base, undefined), {
    layout: 'folders',
    durability: 'call',
    inlineBytes: 4096,
    flushBytes: 2 ** 20,
    flushIntervalMs: 60_000,
    overflow: 'block',
    shutdownTimeoutMs: 30_000,
    maxDatabaseBytes: 2 ** 40,
    minFreeBytes: 0,
    tag: undefined,
    resource: { attributes: { 'service.name': 'test' } },
    onError: (message, error) => errors.push(`${message}: ${error}`),
    ...changes,
  });
  return { writer, root: writer.root, errors };
}

/** Begins a packed one that gathers lines, in a folder `db` of a disk. */
export function openGathering(t: TestContext, disk: string) {
  return openWriter(t, { base: join(disk, 'db'), layout: 'packed', durability: 'batch' });
}

/** Writes a call of `solve` with a number, and its end. */
export function writeCall(
  writer: DatabaseWriter,
  invocation: number,
  argument = String(invocation),
): boolean {
  const { batch } = writer;
  const fn = writer.start(SOLVE, invocation, IDENTITY, inputOf(argument));
  if (fn !== undefined)
    writer.end({ function: fn, invocation, batch }, { ...END, result: valueFrom(argument) }, END);
  return fn !== undefined;
}

/** A value, given as its descriptor's text. */
export function valueFrom(text: string): CapturedValue {
  return { text, sidecars: [] };
}

function sidecarOf(name: string, array: Float64Array): NpySidecar {
  const binary = binaryOf(array);
  if (binary === undefined) throw new TypeError('Expected an array that is kept as binary');
  return new NpySidecar(name, binary);
}
