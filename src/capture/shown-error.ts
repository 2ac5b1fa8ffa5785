import { types } from 'node:util';
import { readStack } from './error-data.js';
import { readData } from './own-data.js';
import type { Redaction } from './redaction.js';
import { includes } from './safe-strings.js';

/** What an error says, without what is to be left out. */
export interface ShownError {
  readonly message: string | undefined;
  readonly stack: string | undefined;
}

/** Reads an error's own data only: no getter of it, no trap. What is no error is its own message. */
export function shownError(error: unknown, redaction: Redaction): ShownError {
  const message = messageOf(error);
  const stack = isReadable(error) ? readStack(error) : undefined;
  if (redaction.looksAtPaths && redaction.covers(['error'], error))
    return { message: undefined, stack: undefined };
  const shown = shownText(message, 'message', redaction);
  const isTold = shown === undefined && isText(message) && isText(stack) && includes(stack, message);
  return { message: shown, stack: isTold ? undefined : shownText(stack, 'stack', redaction) };
}

function shownText(text: unknown, key: 'message' | 'stack', redaction: Redaction): string | undefined {
  if (!isText(text)) return undefined;
  if (redaction.looksAtPaths && redaction.covers(['error', key], text)) return undefined;
  return redaction.maskMessage(text);
}

function messageOf(error: unknown): unknown {
  if (typeof error === 'object' && error !== null) return readData(error, 'message');
  return typeof error === 'function' || typeof error === 'symbol' ? typeof error : String(error);
}

/** A Proxy would run its traps. */
function isReadable(error: unknown): error is object {
  return typeof error === 'object' && error !== null && !types.isProxy(error);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
