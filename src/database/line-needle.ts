import type { CallLine } from './log-lines.js';

/**
 * Looks for a text in one line after the other. The lines of a stretch of the log lie in one buffer, so that it is
 * searched once from one place of the text to the next, and not once for every line.
 */
export class LineNeedle {
  private readonly text: Buffer;
  private bytes: Buffer | undefined;
  /** Where the buffer began in the log when it was searched. */
  private base = -1;
  /** Where the text is next, from the last line on; the length of the buffer where it is no more. */
  private next = 0;

  constructor(text: string) {
    this.text = Buffer.from(text);
  }

  /** Whether it stands in a line; of one of which only the beginning is shown, whether it may. */
  isIn({ bytes, start, end, offset, length }: CallLine): boolean {
    if (end - start < length) return true;
    const isNew = bytes !== this.bytes || offset - start !== this.base;
    this.bytes = bytes;
    this.base = offset - start;
    if (isNew || this.next < start) this.next = this.search(bytes, start);
    return this.next + this.text.length <= end;
  }

  private search(bytes: Buffer, from: number): number {
    const found = bytes.indexOf(this.text, from);
    return found === -1 ? bytes.length : found;
  }
}
