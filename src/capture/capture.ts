import type { Sidecar } from '../handlers/sidecar.js';
import type { Signature } from './argspec.js';
import { isPlainPrototype } from './class-of.js';
import { cutReason, mostItems } from './container.js';
import { NONE } from './descriptor-writer.js';
import { FORMS } from './forms.js';
import { getPrototypeOf, hasOwn, isArray, isProxy } from './intrinsics.js';
import { Place } from './place.js';
import { readProperties } from './property-list.js';
import { keepsSimple, simpleText } from './simple-text.js';
import { type CapturedText, joinSegments } from './text.js';
import { type CaptureOptions, Walk } from './walk.js';

/** Beyond so many arguments the walk costs little a value. */
const MOST_SIMPLE = 16;

/** What a function is called with. */
export interface CallInput {
  /** The receiver, when it is to be recorded. */
  readonly receiver?: { readonly value: unknown } | undefined;
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
  /** Whether a limit cut something. Default `false`. */
  readonly isCut?: boolean;
}

/** A value that stands in an `output` line, written down. */
export interface CapturedValue {
  readonly text: CapturedText;
  readonly sidecars: readonly Sidecar[];
  /** Whether a limit cut something. Default `false`. */
  readonly isCut?: boolean;
}

/**
 * Writes down what a function is called with, as it is now: one pass, in which objects that several arguments
 * share are recognised. The sidecars still belong to the program until they are saved or held.
 */
export function captureInput(call: CallInput, options: CaptureOptions): CapturedInput {
  const { args, signature } = call;
  // What is not there may be inherited: the program can put things on `Object.prototype`.
  const receiver = hasOwn(call, 'receiver') ? call.receiver : undefined;
  const simple = receiver === undefined ? captureSimple(call, options) : undefined;
  if (simple !== undefined) return simple;
  const walk = new Walk(options, FORMS);
  const index = signature.keywordIndex;
  const keywords = index >= 0 && args.length === index + 1 ? keywordObject(args[index], options) : undefined;
  const kwargs = keywords === undefined ? undefined : walk.begin();
  if (keywords !== undefined) walk.enqueue(walk.remember(keywords, 'kwargs'));
  const positional = walk.begin();
  describeList(walk, args, { signature, root: 'args', count: keywords === undefined ? args.length : index });
  const self = receiver === undefined ? undefined : walk.begin();
  if (receiver !== undefined) walk.describe(receiver.value, 'this');
  walk.run();
  return {
    this: self === undefined ? undefined : joinSegments(self),
    args: joinSegments(positional),
    kwargs: kwargs === undefined ? '{}' : joinSegments(kwargs),
    sidecars: walk.sidecars,
    notReplayable: walk.notReplayable,
    isCut: walk.isCut,
  };
}

/** Writes down a result or an error. */
export function captureValue(
  root: 'result' | 'error',
  value: unknown,
  options: CaptureOptions,
): CapturedValue {
  const simple = keepsSimple(options, 1) ? simpleText(value) : undefined;
  if (simple !== undefined) return { text: simple, sidecars: NONE, isCut: false };
  const walk = new Walk(options, FORMS);
  const text = walk.begin();
  walk.describe(value, root);
  walk.run();
  return { text: joinSegments(text), sidecars: walk.sidecars, isCut: walk.isCut };
}

/** Writes down the arguments as the function left them, with what is kept out of them for their parameters' names. */
export function captureArgsAfter(
  { args, signature }: Pick<CallInput, 'args' | 'signature'>,
  options: CaptureOptions,
): CapturedValue {
  const walk = new Walk(options, FORMS);
  const text = walk.begin();
  describeList(walk, args, { signature, root: 'args_after', count: args.length });
  walk.run();
  return { text: joinSegments(text), sidecars: walk.sidecars, isCut: walk.isCut };
}

/** What most calls are: a few values that need no walk. `undefined` for any other. */
function captureSimple({ args, signature }: CallInput, options: CaptureOptions): CapturedInput | undefined {
  if (args.length > MOST_SIMPLE || !keepsSimple(options, args.length)) return undefined;
  const { args: names, varargs } = signature.argspec;
  let text = '';
  for (let index = 0; index < args.length; index++) {
    const described = simpleText(args[index]);
    if (described === undefined || options.redaction.isSecretKey(names[index] ?? varargs ?? ''))
      return undefined;
    text += index === 0 ? described : `,${described}`;
  }
  return {
    this: undefined,
    args: `[${text}]`,
    kwargs: '{}',
    sidecars: NONE,
    notReplayable: NONE,
    isCut: false,
  };
}

interface ArgumentList {
  readonly signature: Signature;
  readonly root: 'args' | 'args_after';
  readonly count: number;
}

function describeList(walk: Walk, args: readonly unknown[], { signature, root, count }: ArgumentList): void {
  const { args: names, varargs } = signature.argspec;
  const kept = mostItems(walk, count);
  // A rule for `args[0]` holds for what becomes of it, too.
  const place = new Place(args, undefined, 'args', `/${root}`);
  place.depth = 0;
  walk.parent = place;
  walk.write('[');
  let index = 0;
  for (; index < kept && walk.spentLimit === undefined; index++) {
    if (index > 0) walk.write(',');
    if (walk.options.redaction.isSecretKey(names[index] ?? varargs ?? '')) walk.redact(index);
    else walk.describe(args[index], index);
  }
  if (index < count) {
    const reason = cutReason(walk, index);
    if (index > 0) walk.write(',');
    walk.write(`{"$":"truncated","reason":"${reason}","length":${count}}`);
    walk.note(`truncated (${reason})`, undefined, 'args', `/${root}`);
  }
  walk.write(']');
  walk.parent = undefined;
}

/**
 * The argument whose properties are keyword arguments: a plain object with at least one property, all of which
 * JSON can name, that no handler keeps. Any other stays where it was passed.
 */
function keywordObject(value: unknown, { registry }: CaptureOptions): object | undefined {
  if (typeof value !== 'object' || value === null || isProxy(value) || isArray(value)) return undefined;
  const prototype = getPrototypeOf(value);
  if (prototype === null || !isPlainPrototype(prototype)) return undefined;
  const { keys, isIrregular } = readProperties(value, Number.POSITIVE_INFINITY);
  return keys.length > 0 && !isIrregular && registry.find(value) === undefined ? value : undefined;
}
