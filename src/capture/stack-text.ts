import { stackFormat } from '../model/stack-format.js';
import { defineProperty, ErrorClass, getOwnPropertyDescriptor, setPrototypeOf } from './intrinsics.js';

type Format = (error: unknown, frames: NodeJS.CallSite[]) => unknown;

/** What Node calls its own function in `Error.prepareStackTrace`. */
export const NODE_PREPARE_STACK_TRACE = 'ErrorPrepareStackTrace';

/** Node's own function, if it was still there when this was loaded. */
const nodesFormat = takeNodesFormat();

/** Thrown through V8, which keeps a text only if it is given one. */
const NOT_KEPT = {};

/**
 * Reads a stack without V8 keeping the text: that is made when the stack is first read, of the name and message that
 * the error has by then, and the program may be about to change them. Calls `read` once.
 */
export function readUnkept(read: () => unknown): unknown {
  const format = stackFormat()?.format ?? nodesFormat;
  const descriptor = getOwnPropertyDescriptor(ErrorClass, 'prepareStackTrace');
  if (format === undefined || descriptor?.configurable !== true) return read();
  let text: unknown;
  const prepare: Format = (error, frames) => {
    text = format(error, frames);
    throw NOT_KEPT;
  };
  // Descriptors inherit nothing, for `Object.prototype` may have a `get` of the program's.
  setPrototypeOf(descriptor, null);
  defineProperty(ErrorClass, 'prepareStackTrace', setPrototypeOf({ value: prepare, writable: true }, null));
  try {
    return read();
  } catch (error) {
    if (error !== NOT_KEPT) throw error;
    return text;
  } finally {
    defineProperty(ErrorClass, 'prepareStackTrace', descriptor);
  }
}

function takeNodesFormat(): Format | undefined {
  const present: unknown = getOwnPropertyDescriptor(Error, 'prepareStackTrace')?.value;
  const isNodes = typeof present === 'function' && present.name === NODE_PREPARE_STACK_TRACE;
  return isNodes ? (present as Format) : undefined;
}
