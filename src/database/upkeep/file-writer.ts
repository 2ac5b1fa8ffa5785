import { closeSync, fsyncSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { openPrivate } from '../../model/private-files.js';

const CHUNK_BYTES = 1024 * 1024;

/** A new file that is written piece by piece. */
export class FileWriter {
  readonly #fd: number;
  readonly #chunk = Buffer.allocUnsafe(CHUNK_BYTES);

  constructor(path: string) {
    this.#fd = openPrivate(path, 'wx');
  }

  write(bytes: Uint8Array): void {
    for (let written = 0; written < bytes.length; )
      written += writeSync(this.#fd, bytes, written, bytes.length - written);
  }

  /** Copies what an open file holds between two offsets. */
  copy(fd: number, from: number, to: number): void {
    for (let at = from; at < to; ) {
      const read = readSync(fd, this.#chunk, 0, Math.min(CHUNK_BYTES, to - at), at);
      if (read === 0) return;
      this.write(this.#chunk.subarray(0, read));
      at += read;
    }
  }

  /** Has the disk keep it, and lets go of it. */
  close(): void {
    try {
      fsyncSync(this.#fd);
    } finally {
      closeSync(this.#fd);
    }
  }
}

/** Writes a file and puts it in the place of another at once; of a failure nothing stays. */
export function writeInPlaceOf(path: string, write: (writer: FileWriter) => void): void {
  const temporary = `${path}.${process.pid}.tmp`;
  const writer = new FileWriter(temporary);
  let isWritten = false;
  try {
    try {
      write(writer);
    } finally {
      writer.close();
    }
    renameSync(temporary, path);
    isWritten = true;
  } finally {
    if (!isWritten) rmSync(temporary, { force: true });
  }
}
