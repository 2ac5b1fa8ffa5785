import { stackFormat } from '../model/stack-format.js';
import { getOwnPropertyDescriptor } from './intrinsics.js';

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
  const descriptor = getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  if (format === undefined || descriptor?.configurable !== true) return read();
  let text: unknown;
  const prepare: Format = (error, frames) => {
    text = format(error, frames);
    throw NOT_KEPT;
  };
  Object.defineProperty(Error, 'prepareStackTrace', { value: prepare, writable: true });
  try {
    return read();
  } catch (error) {
    if (error !== NOT_KEPT) throw error;
    return text;
  } finally {
    Object.defineProperty(Error, 'prepareStackTrace', descriptor);
  }
}

function takeNodesFormat(): Format | undefined {
  const present: unknown = getOwnPropertyDescriptor(Error, 'prepareStackTrace')?.value;
  const isNodes = typeof present === 'function' && present.name === NODE_PREPARE_STACK_TRACE;
  return isNodes ? (present as Format) : undefined;
}
