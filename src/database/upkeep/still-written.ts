import { DatabaseLockedError } from '../../model/errors.js';
import type { Examined } from './examine.js';

/** The refusal of a database that a living process writes. */
export function stillWritten({ root, summary }: Examined): DatabaseLockedError {
  const { pid } = summary.metadata?.process ?? {};
  return new DatabaseLockedError(
    `Expected a database that nobody writes, but process ${pid} lives: ${root}. Wait for it to end; if that process is another, 'callmonitor repair --force' closes the database`,
    { path: root },
  );
}
