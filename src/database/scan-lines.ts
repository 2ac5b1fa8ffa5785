import { readSync } from 'node:fs';
import { runSteps } from '../model/run-steps.js';

/** The longest line that is read: several times what the largest limits leave of a call. */
export const MOST_LINE_BYTES = 256 * 2 ** 20;

const NEWLINE = 10;
const CHUNK_BYTES = 1024 * 1024;
const HEAD_BYTES = 64 * 1024;

/** Is shown the lines of a file. The bytes are only valid during the call. */
export interface LineVisitor {
  /** A line without its newline: `bytes` from `start` to `end`; it begins at `offset` in the file. */
  line(bytes: Buffer, start: number, end: number, offset: number): void;
  /** A line that is too long to be shown whole: its first 64 KiB. */
  longLine(head: Buffer, offset: number, length: number): void;
}

/**
 * Shows every whole line of an open file from the given offset on, in order, in little memory. What follows the
 * last newline is a torn write, or one that is still going on.
 * @returns the offset after the last whole line
 */
export function scanLines(fd: number, from: number, visitor: LineVisitor): number {
  return runSteps(scanSteps(fd, from, visitor));
}

/**
 * The same, stretch by stretch: yields after each how far it has come, so that its caller can tell, wait or leave off.
 * @returns the offset after the last whole line
 */
export function* scanSteps(fd: number, from: number, visitor: LineVisitor): Generator<number, number> {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let lineOffset = from;
  let kept = 0;
  for (;;) {
    const read = readSync(fd, chunk, kept, CHUNK_BYTES - kept, lineOffset + kept);
    if (read === 0) return lineOffset;
    const rest = showLines(chunk, kept + read, lineOffset, visitor);
    lineOffset += rest;
    kept = kept + read - rest;
    chunk.copyWithin(0, rest, rest + kept);
    if (kept === CHUNK_BYTES) {
      const end = showLongLine(fd, chunk, lineOffset, visitor);
      if (end === undefined) return lineOffset;
      lineOffset = end;
      kept = 0;
    }
    yield lineOffset;
  }
}

/** Returns where the first line that is not whole begins. */
function showLines(chunk: Buffer, filled: number, offset: number, visitor: LineVisitor): number {
  const bytes = filled < chunk.length ? chunk.subarray(0, filled) : chunk;
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
    visitor.line(bytes, start, end, offset + start);
    start = end + 1;
  }
  return start;
}

/** Looks for the end of a line that fills the whole chunk; returns the offset after it, if it has one. */
function showLongLine(fd: number, chunk: Buffer, offset: number, visitor: LineVisitor): number | undefined {
  const head = Buffer.from(chunk.subarray(0, HEAD_BYTES));
  let at = offset + chunk.length;
  for (;;) {
    const read = readSync(fd, chunk, 0, chunk.length, at);
    if (read === 0) return undefined;
    const end = chunk.subarray(0, read).indexOf(NEWLINE);
    if (end !== -1) {
      visitor.longLine(head, offset, at + end - offset);
      return at + end + 1;
    }
    at += read;
  }
}
