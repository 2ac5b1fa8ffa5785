import { apply, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } from '../../src/capture/intrinsics.js';
import { SafeMap, SafeWeakMap } from '../../src/model/safe-collections.js';
import { lookLike } from './native-look.js';

type CallSite = NodeJS.CallSite;
type Method = (this: unknown, ...args: unknown[]) => unknown;

/** What a frame says differently. */
export interface FrameChanges {
  /** From 1. */
  readonly column: number | null;
  readonly functionName: string | null;
  readonly methodName: string | null;
  readonly evalOrigin: string | undefined;
}

interface Mapped {
  readonly frame: CallSite;
  readonly changes: FrameChanges;
}

const mappedFrames = new SafeWeakMap<object, Mapped>();
const prototypes = new SafeWeakMap<object, object>();

/** What is said by the changes; all other methods are the frame's own. */
const CHANGED = new SafeMap<string | symbol, (mapped: Mapped) => unknown>([
  ['getColumnNumber', ({ changes }) => changes.column],
  ['getFunctionName', ({ changes }) => changes.functionName],
  ['getMethodName', ({ changes }) => changes.methodName],
  ['getEvalOrigin', ({ changes }) => changes.evalOrigin],
  ['toString', textOf],
  ['toJSON', textOf],
]);

/** A frame with another position: an object with the methods of V8's own, which would not take any other receiver. */
export function mapCallSite(frame: CallSite, changes: FrameChanges): CallSite {
  const site = Object.create(prototypeFor(getPrototypeOf(frame) as object));
  mappedFrames.set(site, { frame, changes });
  return site;
}

/** Whether a frame was made by `mapCallSite`. */
export function isMapped(frame: CallSite): boolean {
  return mappedFrames.has(frame);
}

/** V8's own text of a frame, with what is changed in it put in the place of what it says. */
function textOf({ frame, changes }: Mapped): string {
  let text = frame.toString();
  const name = frame.getFunctionName();
  if (name !== changes.functionName && name && changes.functionName) {
    text = replaceOnce(text, name, changes.functionName);
  }
  if (changes.methodName && frame.getMethodName() === null) text = withMethod(text, changes);
  const origin = frame.getEvalOrigin();
  if (origin !== changes.evalOrigin && origin && changes.evalOrigin) {
    return replaceOnce(text, origin, changes.evalOrigin);
  }
  const column = frame.getColumnNumber();
  if (column === changes.column) return text;
  const end = text.endsWith(')') ? text.length - 1 : text.length;
  const start = end - String(column).length;
  return text.slice(0, start) + changes.column + text.slice(end);
}

/** `Timeout._onTimeout (`, or `Timeout.later [as _onTimeout] (` where the function has a name of its own. */
function withMethod(text: string, { functionName, methodName }: FrameChanges): string {
  if (!functionName) return replaceOnce(text, '<anonymous>', `${methodName}`);
  if (functionName === methodName || functionName.endsWith(`.${methodName}`)) return text;
  return replaceOnce(text, `${functionName} (`, `${functionName} [as ${methodName}] (`);
}

/** Not `replace`: that goes through `Symbol.replace`, and reads `$` in what it puts in. */
function replaceOnce(text: string, from: string, to: string): string {
  const at = text.indexOf(from);
  return at < 0 ? text : text.slice(0, at) + to + text.slice(at + from.length);
}

/** Each realm has frames of its own. All methods stand on it, for programs copy frames by their prototype. */
function prototypeFor(native: object): object {
  const known = prototypes.get(native);
  if (known !== undefined) return known;
  const prototype = Object.create(native);
  for (const key of ownKeys(native)) {
    const descriptor = getOwnPropertyDescriptor(native, key) ?? {};
    const { value } = descriptor;
    if (key === 'constructor' || typeof value !== 'function') continue;
    Object.defineProperty(prototype, key, { ...descriptor, value: methodFor(key, value) });
  }
  prototypes.set(native, prototype);
  return prototype;
}

function methodFor(key: string | symbol, native: Method): Method {
  const changed = CHANGED.get(key);
  const { method } = {
    method(this: unknown, ...args: unknown[]): unknown {
      const mapped = mappedFrames.get(this as object);
      if (mapped === undefined) return apply(native, this, args);
      return changed === undefined ? apply(native, mapped.frame, args) : changed(mapped);
    },
  };
  return lookLike(method, native);
}
