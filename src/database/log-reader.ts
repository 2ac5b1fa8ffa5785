import { closeSync, readSync } from 'node:fs';
import { RecordNotFoundError } from '../model/errors.js';
import type { LinePlace } from './call-table.js';
import { openPlainFile } from './plain-file.js';

const BLOCK_BYTES = 64 * 1024;
const MOST_BYTES = 512 * 1024 * 1024;

/** Reads single lines of a log. The last block is kept, for calls that are asked for one after the other lie together. */
export class LogReader {
  /** The log's own path. */
  readonly path: string;
  private block: Buffer = Buffer.alloc(0);
  private blockOffset = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** @throws RecordNotFoundError where the log ends before the line does */
  read({ offset, length }: LinePlace): string {
    const blockOffset = offset - (offset % BLOCK_BYTES);
    const isInOneBlock = offset + length <= blockOffset + BLOCK_BYTES;
    if (!isInOneBlock) return this.readBytes(offset, length).toString('utf8', 0, length);
    const start = offset - blockOffset;
    if (this.blockOffset !== blockOffset || this.block.length < start + length) {
      this.block = this.readBytes(blockOffset, BLOCK_BYTES, start + length);
      this.blockOffset = blockOffset;
    }
    return this.block.toString('utf8', start, start + length);
  }

  private readBytes(offset: number, length: number, needed = length): Buffer {
    const fd = openPlainFile(this.path);
    if (fd === undefined || length > MOST_BYTES) throw this.gone(offset);
    try {
      const bytes = Buffer.allocUnsafe(length);
      const read = readSync(fd, bytes, 0, length, offset);
      if (read < needed) throw this.gone(offset);
      return bytes.subarray(0, read);
    } finally {
      closeSync(fd);
    }
  }

  private gone(offset: number): RecordNotFoundError {
    return new RecordNotFoundError(`The line at byte ${offset} cannot be read: ${this.path}`, {
      path: this.path,
    });
  }
}
