import type { Terminal } from './terminal.js';

/** What the commands of one run share. */
export interface Session {
  /** Without its stream for progress where `--no-progress` was said. */
  terminal: Terminal;
  /** Set by a command that met a damaged line, record or file: the exit code says so. */
  hasFoundDamage: boolean;
  /** Set by a command whose exit code is another's. */
  exitCode?: number;
  /** Set by a command that looked for something and found none of it: the exit code says so, as that of grep. */
  hasFoundNothing: boolean;
}
