import { readSync } from 'node:fs';

const NEWLINE = 10;
const BLOCK_BYTES = 64 * 1024;

/** A whole line of a file, without its newline. */
export interface FoundLine {
  readonly bytes: Buffer;
  /** Where it begins. */
  readonly offset: number;
}

/**
 * The whole lines of an open file before an offset, the last one first; read block by block, as they are asked for.
 * What follows the last newline is a torn write, or one that is still going on.
 */
export function* linesBackwards(fd: number, before: number): Generator<FoundLine> {
  let following: Buffer[] = [];
  let isWhole = false;
  for (let end = before; end > 0; ) {
    const start = Math.max(end - BLOCK_BYTES, 0);
    const block = readBlock(fd, start, end);
    let lineEnd = block.length;
    for (let at = lastNewline(block, lineEnd); at !== -1; at = lastNewline(block, lineEnd)) {
      const bytes = Buffer.concat([block.subarray(at + 1, lineEnd), ...following]);
      if (isWhole) yield { bytes, offset: start + at + 1 };
      following = [];
      isWhole = true;
      lineEnd = at;
    }
    following.unshift(block.subarray(0, lineEnd));
    end = start;
  }
  if (isWhole) yield { bytes: Buffer.concat(following), offset: 0 };
}

function lastNewline(block: Buffer, before: number): number {
  return before === 0 ? -1 : block.lastIndexOf(NEWLINE, before - 1);
}

function readBlock(fd: number, start: number, end: number): Buffer {
  const block = Buffer.allocUnsafe(end - start);
  return block.subarray(0, readSync(fd, block, 0, block.length, start));
}
