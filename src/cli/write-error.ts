import { CallMonitorError } from '../model/errors.js';
import { safeText } from '../model/safe-text.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

/** Tells what was expected, what came and what to do; of a mistake of ours, where it was made. */
export function writeError(error: unknown, terminal: Terminal): void {
  terminal.writeError(`${terminal.paintError.red('error:')} ${safeText(messageOf(error))}\n`);
}

/** Whether an error is about what was asked for or found, the file system's own included; others are mistakes of ours. */
export function isExpected(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return error instanceof CallMonitorError || error instanceof UsageError || 'code' in error;
}

function messageOf(error: unknown): string {
  if (isExpected(error)) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
