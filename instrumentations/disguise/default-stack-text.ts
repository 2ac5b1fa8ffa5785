import { apply } from '../../src/capture/intrinsics.js';

const errorToString = Error.prototype.toString;

/** A stack's text as Node makes it, where a program had put its own function before we could take Node's. */
export function defaultStackText(error: unknown, frames: readonly NodeJS.CallSite[]): string {
  let text = headerOf(error);
  for (let index = 0; index < frames.length; index++) text += `\n    at ${frames[index]}`;
  return text;
}

function headerOf(error: unknown): string {
  const { name, message, code } = error as { name?: unknown; message?: unknown; code?: unknown };
  return isNodes(error) ? `${name} [${code}]: ${message}` : apply(errorToString, error, []);
}

/** Node's own errors carry a symbol of its own. */
function isNodes(error: unknown): boolean {
  for (let at = error; typeof at === 'object' && at !== null; at = Object.getPrototypeOf(at)) {
    if (Object.getOwnPropertySymbols(at).some(({ description }) => description === 'kIsNodeError'))
      return true;
  }
  return false;
}
