import type { Terminal } from './terminal.js';

/** What the commands of one run share. */
export interface Session {
  readonly terminal: Terminal;
  /** Set by a command that met a damaged line, record or file: the exit code says so. */
  hasFoundDamage: boolean;
  /** Set by a command whose exit code is another's. */
  exitCode?: number;
}
