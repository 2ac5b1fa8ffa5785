import { writevSync } from 'node:fs';
import { bytesOf, type Memory, typedArrayMemory } from './memory.js';

/** Below what any system takes in one call (macOS: 2 GiB − 1). */
const MOST_BYTES_AT_ONCE = 2 ** 30;

/** What is still to be written: of the chunk at `index` what comes after `offset`, and all of those behind it. */
interface Rest {
  index: number;
  offset: number;
}

/** Writes all of the chunks, however little of them the system takes at once. */
export function writeFully(file: number, chunks: readonly Uint8Array[]): void {
  const memories: Memory[] = [];
  for (let index = 0; index < chunks.length; index++) {
    memories[index] = typedArrayMemory(chunks[index] as Uint8Array);
  }
  const rest = { index: 0, offset: 0 };
  skip(memories, rest, 0);
  while (rest.index < memories.length) skip(memories, rest, writevSync(file, nextBatch(memories, rest)));
}

function nextBatch(memories: readonly Memory[], { index: first, offset }: Rest): Uint8Array[] {
  const batch: Uint8Array[] = [];
  let room = MOST_BYTES_AT_ONCE;
  for (let index = first; index < memories.length && room > 0; index++) {
    const { buffer, byteOffset, byteLength } = memories[index] as Memory;
    const start = index === first ? offset : 0;
    const length = byteLength - start < room ? byteLength - start : room;
    batch[batch.length] = bytesOf({ buffer, byteOffset: byteOffset + start, byteLength: length });
    room -= length;
  }
  return batch;
}

/** Moves on by so many bytes, and past chunks of which nothing is left. */
function skip(memories: readonly Memory[], rest: Rest, bytes: number): void {
  rest.offset += bytes;
  for (; rest.index < memories.length; rest.index++) {
    const { byteLength } = memories[rest.index] as Memory;
    if (rest.offset < byteLength) return;
    rest.offset -= byteLength;
  }
}
