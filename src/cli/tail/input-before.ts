import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { type FoundLine, linesBackwards } from '../../database/lines-backwards.js';
import { parseLine } from '../../database/parse-line.js';
import { openPlainFile } from '../../database/plain-file.js';
import { LineHead } from '../../database/skim-head.js';
import type { InputLine } from '../../model/log-line.js';

/** So far back the beginning of a long call is looked for in the log. */
export const FARTHEST_BYTES = 64 * 1024 * 1024;

/** The input of a call in the log before an offset; `undefined` where it is not there, or farther back. */
export function inputBefore(
  offset: number,
  root: string,
  name: string,
  invocation: number,
): InputLine | undefined {
  const fd = openPlainFile(join(root, 'calls.ndjson'));
  if (fd === undefined) return undefined;
  const head = new LineHead();
  try {
    for (const line of linesBackwards(fd, offset)) {
      if (line.offset < offset - FARTHEST_BYTES) return undefined;
      const isInput = head.skim(line.bytes, 0, line.bytes.length, true) && head.kind === 'input';
      const found = isInput && head.invocation === invocation ? inputOf(line) : undefined;
      if (found?.function === name) return found;
    }
    return undefined;
  } finally {
    closeSync(fd);
  }
}

/** A damaged line is none. */
function inputOf({ bytes }: FoundLine): InputLine | undefined {
  try {
    const line = parseLine(bytes.toString());
    return line.kind === 'input' ? line : undefined;
  } catch {
    return undefined;
  }
}
