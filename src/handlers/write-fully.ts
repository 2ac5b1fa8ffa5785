import { writevSync } from 'node:fs';

/** Below what any system takes in one call (macOS: 2 GiB − 1). */
const MOST_BYTES_AT_ONCE = 2 ** 30;

/** Writes all of the chunks, however little of them the system takes at once. */
export function writeFully(file: number, chunks: readonly Uint8Array[]): void {
  let rest = chunks.flatMap(split);
  while (rest.length > 0) {
    const batch = firstBatch(rest);
    rest = without(rest, writevSync(file, batch));
  }
}

function split({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array[] {
  const count = Math.ceil(byteLength / MOST_BYTES_AT_ONCE);
  return Array.from({ length: count }, (_, index) => {
    const start = index * MOST_BYTES_AT_ONCE;
    return new Uint8Array(buffer, byteOffset + start, Math.min(MOST_BYTES_AT_ONCE, byteLength - start));
  });
}

function firstBatch(chunks: readonly Uint8Array[]): Uint8Array[] {
  let total = 0;
  return chunks.filter((chunk, index) => {
    total += chunk.byteLength;
    return index === 0 || total <= MOST_BYTES_AT_ONCE;
  });
}

/** What is left of the chunks after so many bytes. */
function without(chunks: readonly Uint8Array[], written: number): Uint8Array[] {
  let skip = written;
  return chunks.flatMap((chunk) => {
    const { buffer, byteOffset, byteLength } = chunk;
    const skipped = Math.min(skip, byteLength);
    skip -= skipped;
    return skipped === byteLength ? [] : [new Uint8Array(buffer, byteOffset + skipped, byteLength - skipped)];
  });
}
