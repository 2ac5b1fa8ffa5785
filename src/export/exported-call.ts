import type { Call } from '../database/call.js';
import type { FoundStatus } from '../database/call-conditions.js';
import type { DB } from '../database/db.js';
import type { FunctionSummary } from '../database/function-summary.js';
import { RecordNotFoundError } from '../model/errors.js';
import type { InputLine, OutputLine } from '../model/log-line.js';

/** How a call ended; `unfinished` never came back, of `damaged` nobody can tell. */
export type ExportedStatus = FoundStatus | 'damaged';

/** A recorded call with its lines read: what formats work on. */
export interface ExportedCall {
  readonly db: DB;
  readonly call: Call;
  readonly function: FunctionSummary | undefined;
  readonly status: ExportedStatus;
  readonly input: InputLine;
  /** `undefined` for a call that never came back, or whose output record is damaged. */
  readonly output: OutputLine | undefined;
}

/** Reads the lines of a call; `undefined` where its input is damaged. */
export function readCall(db: DB, call: Call): ExportedCall | undefined {
  const input = unlessDamaged(() => call.inputLine);
  if (input === undefined || input === 'damaged') return undefined;
  const output = unlessDamaged(() => call.outputLine);
  const read = { db, call, function: db.functions.get(call.function), input };
  if (output === 'damaged') return { ...read, status: 'damaged', output: undefined };
  return { ...read, status: output?.status ?? 'unfinished', output };
}

function unlessDamaged<Line>(read: () => Line): Line | 'damaged' {
  try {
    return read();
  } catch (error) {
    if (error instanceof RecordNotFoundError) return 'damaged';
    throw error;
  }
}
