import { inspect } from 'node:util';
import { CallNotLoggedError, RecordNotFoundError } from '../model/errors.js';
import { nearestNames } from '../model/nearest-names.js';
import type { FunctionIndex } from './indexed-functions.js';
import type { IndexedCall, LogIndex } from './log-index.js';
import { isInvocation } from './parse-line.js';

/**
 * Finds a call by its number.
 * @throws CallNotLoggedError, RecordNotFoundError, and TypeError or RangeError for what is no number of a call
 */
export function locateCall(log: LogIndex, name: string, invocation: number): IndexedCall {
  checkInvocation(invocation);
  const index = locateFunction(log, name);
  const row = index.calls.find(invocation);
  if (row !== undefined && index.calls.hasInput(row)) return { index, row };
  throw notFound(log, index, invocation);
}

/** @throws CallNotLoggedError for a function of which there is nothing */
export function locateFunction(log: LogIndex, name: string): FunctionIndex {
  const index = log.functions.get(name);
  if (index !== undefined) return index;
  const names = Array.from(log.functions, (each) => each.name);
  const recorded = names.length === 0 ? 'nothing was' : `recorded: ${nearestNames(String(name), names)}`;
  throw new CallNotLoggedError(`${inspect(name)} was not recorded; ${recorded} (${log.path})`, {
    path: log.path,
  });
}

function checkInvocation(invocation: unknown): void {
  if (isInvocation(invocation)) return;
  const message = `Expected a positive integer for the invocation, got ${inspect(invocation)}`;
  throw typeof invocation === 'number' ? new RangeError(message) : new TypeError(message);
}

function notFound(log: LogIndex, index: FunctionIndex, invocation: number): Error {
  const { path, damaged, dropped } = log;
  const call = `call ${invocation} of ${index.name}`;
  const count = `${index.recorded} ${index.recorded === 1 ? 'was' : 'were'} recorded`;
  if (invocation > index.highest) return new CallNotLoggedError(`${call}: ${count} (${path})`, { path });
  if (damaged > 0 || index.calls.find(invocation) !== undefined) {
    return new RecordNotFoundError(`${call}: its record is damaged or gone (${path})`, { path });
  }
  const why = dropped > 0 ? `it is one of ${dropped} that were given up, or was` : 'it was';
  return new CallNotLoggedError(`${call}: ${why} passed over by sampling or a filter; ${count} (${path})`, {
    path,
  });
}
