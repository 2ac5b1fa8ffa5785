import pc from 'picocolors';
import type { Terminal } from '../../../src/cli/terminal.js';

/** A terminal without colours or limits, on which nothing is written. */
export const PLAIN_TERMINAL: Terminal = {
  width: Number.POSITIVE_INFINITY,
  paint: pc.createColors(false),
  paintError: pc.createColors(false),
  progressStream: undefined,
  write: () => {},
  writeError: () => {},
};
