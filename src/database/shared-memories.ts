import { bufferMemory } from '../handlers/memory.js';

/** They come in such steps, so that one serves for files of about the same size. */
const STEP_BYTES = 2 ** 20;

/** Taken before the program can replace them. */
const { ceil } = Math;
const Memory = SharedArrayBuffer;

/** Memory that threads share, used again and again: new memory costs more to touch than to copy into. */
export class SharedMemories {
  readonly #mostBytes: number;
  #bytes = 0;
  /** The latest last: it is still in the processor's caches. */
  #free: SharedArrayBuffer[] = [];

  /** @param mostBytes of all together */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** One of at least that size; `undefined` while there is no room for it. */
  take(byteLength: number): SharedArrayBuffer | undefined {
    for (let index = this.#free.length - 1; index >= 0; index--) {
      if (sizeOf(this.#free[index] as SharedArrayBuffer) >= byteLength) return this.#takeFree(index);
    }
    const size = ceil(byteLength / STEP_BYTES) * STEP_BYTES;
    if (this.#bytes + size > this.#mostBytes) this.#dropFree();
    if (this.#bytes + size > this.#mostBytes) return undefined;
    this.#bytes += size;
    return new Memory(size);
  }

  giveBack(memory: SharedArrayBuffer): void {
    this.#free[this.#free.length] = memory;
  }

  #takeFree(index: number): SharedArrayBuffer {
    const taken = this.#free[index] as SharedArrayBuffer;
    for (let after = index + 1; after < this.#free.length; after++)
      this.#free[after - 1] = this.#free[after] as SharedArrayBuffer;
    this.#free.length--;
    return taken;
  }

  #dropFree(): void {
    for (let index = 0; index < this.#free.length; index++)
      this.#bytes -= sizeOf(this.#free[index] as SharedArrayBuffer);
    this.#free = [];
  }
}

function sizeOf(memory: SharedArrayBuffer): number {
  return bufferMemory(memory).byteLength;
}
