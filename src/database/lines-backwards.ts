import { readSync } from 'node:fs';
import { MOST_LINE_BYTES } from './scan-lines.js';

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
 * What follows the last newline is a torn write, or one that is still going on; a line that is too long to be read is
 * passed over.
 */
export function* linesBackwards(fd: number, before: number): Generator<FoundLine> {
  let following: Buffer[] = [];
  let followingBytes = 0;
  let isWhole = false;
  for (let end = before; end > 0; ) {
    const start = Math.max(end - BLOCK_BYTES, 0);
    const block = readBlock(fd, start, end);
    let lineEnd = block.length;
    for (let at = lastNewline(block, lineEnd); at !== -1; at = lastNewline(block, lineEnd)) {
      const first = block.subarray(at + 1, lineEnd);
      if (isWhole && first.length + followingBytes <= MOST_LINE_BYTES)
        yield { bytes: Buffer.concat([first, ...following]), offset: start + at + 1 };
      following = [];
      followingBytes = 0;
      isWhole = true;
      lineEnd = at;
    }
    followingBytes += lineEnd;
    if (followingBytes <= MOST_LINE_BYTES) following.unshift(block.subarray(0, lineEnd));
    else following = [];
    end = start;
  }
  if (isWhole && followingBytes <= MOST_LINE_BYTES) yield { bytes: Buffer.concat(following), offset: 0 };
}

function lastNewline(block: Buffer, before: number): number {
  return before === 0 ? -1 : block.lastIndexOf(NEWLINE, before - 1);
}

function readBlock(fd: number, start: number, end: number): Buffer {
  const block = Buffer.allocUnsafe(end - start);
  return block.subarray(0, readSync(fd, block, 0, block.length, start));
}
