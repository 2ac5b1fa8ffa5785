import { types } from 'node:util';
import type { Sidecar } from '../handlers/sidecar.js';
import type { Signature } from './argspec.js';
import { isPlainPrototype } from './class-of.js';
import { describeItems } from './container.js';
import { FORMS } from './forms.js';
import { getPrototypeOf, isArray } from './intrinsics.js';
import { Place } from './place.js';
import { readProperties } from './property-list.js';
import { type CapturedText, joinPieces, type Piece, PieceList } from './text.js';
import { type CaptureOptions, Walk } from './walk.js';

/** What a function is called with. */
export interface CallInput {
  /** The receiver, when it is to be recorded. */
  readonly receiver?: { readonly value: unknown };
  readonly args: readonly unknown[];
  readonly signature: Signature;
}

/** What a function was called with, written down. */
export interface CapturedInput {
  readonly this: CapturedText | undefined;
  /** A JSON array. */
  readonly args: CapturedText;
  /** A JSON object. */
  readonly kwargs: CapturedText;
  readonly sidecars: readonly Sidecar[];
  /** Why the call cannot be replayed, value by value; empty when it can. */
  readonly notReplayable: readonly string[];
}

/** A value that stands in an `output` line, written down. */
export interface CapturedValue {
  readonly text: CapturedText;
  readonly sidecars: readonly Sidecar[];
}

/**
 * Writes down what a function is called with, as it is now: one pass, in which objects that several arguments
 * share are recognised. The sidecars still belong to the program until they are saved or held.
 */
export function captureInput(
  { receiver, args, signature }: CallInput,
  options: CaptureOptions,
): CapturedInput {
  const walk = new Walk(options, FORMS);
  const { argspec, keywordIndex: index } = signature;
  const keywords = index >= 0 && args.length === index + 1 ? keywordObject(args[index]) : undefined;
  const kwargs = keywords === undefined ? '{}' : walk.enqueue(keywords, '/kwargs', 'kwargs');
  const positional = describeArguments(walk, keywords === undefined ? args : args.slice(0, index), argspec);
  const self = receiver === undefined ? undefined : walk.describe(receiver.value, '/this', 'this');
  walk.run();
  return {
    this: self === undefined ? undefined : joinPieces(self),
    args: joinPieces(positional),
    kwargs: joinPieces(kwargs),
    sidecars: walk.files.sidecars,
    notReplayable: walk.notReplayable,
  };
}

/** Writes down a result, an error, or the arguments as they are after the call. */
export function captureValue(
  root: 'result' | 'error' | 'args_after',
  value: unknown,
  options: CaptureOptions,
): CapturedValue {
  const walk = new Walk(options, FORMS);
  const piece = walk.describe(value, `/${root}`, root);
  walk.run();
  return { text: joinPieces(piece), sidecars: walk.files.sidecars };
}

function describeArguments(
  walk: Walk,
  args: readonly unknown[],
  { args: names, varargs }: Signature['argspec'],
): Piece {
  const place = new Place<readonly Piece[]>(args, undefined, '/args', 'args');
  const list = new PieceList();
  walk.parent = place;
  const cut = describeItems(walk, args.length, (index) => {
    if (index > 0) list.add(',');
    const isSecret = walk.options.redaction.isSecretKey(names[index] ?? varargs ?? '');
    list.add(isSecret ? walk.redact(`/${index}`, 'key') : walk.describe(args[index], `/${index}`, index));
  });
  if (cut !== undefined) {
    const mark = `{"$":"truncated","reason":"${cut}","length":${args.length}}`;
    list.add(`${list.isEmpty ? '' : ','}${walk.lose('', `truncated (${cut})`, mark)}`);
  }
  walk.parent = undefined;
  place.content = ['[', ...list.end(']')];
  return place;
}

/**
 * The argument whose properties are keyword arguments: a plain object with at least one property, all of which
 * JSON can name. Any other stays where it was passed.
 */
function keywordObject(value: unknown): object | undefined {
  if (typeof value !== 'object' || value === null || types.isProxy(value) || isArray(value)) return undefined;
  const prototype = getPrototypeOf(value);
  if (prototype === null || !isPlainPrototype(prototype)) return undefined;
  const { keys, isIrregular } = readProperties(value);
  return keys.length > 0 && !isIrregular ? value : undefined;
}
