import { CallMonitorError } from '../model/errors.js';

/** The error of a file that is not what it should be: says what was expected, where, and what is there. */
export function malformed(path: string, expected: string, got: string): CallMonitorError {
  return new CallMonitorError(`Expected ${expected} in ${path}, got ${got}`, { path });
}

/** Text from a file, fit for a message: as JSON and cut at 120 characters. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);
}
