import { join } from 'node:path';
import type { BinaryArray } from './binary-array.js';
import { writeNpy } from './npy.js';
import type { Sidecar } from './sidecar.js';
import { toRowMajor } from './strided.js';

/** A binary value in NumPy's NPY format (FORMAT.md, "Binary values"). */
export class NpySidecar implements Sidecar {
  readonly byteLength: number;
  readonly canBeInline = true;
  readonly #fileName: string;
  readonly #array: BinaryArray;
  #held: Uint8Array | undefined;

  constructor(fileName: string, array: BinaryArray) {
    this.byteLength = array.byteLength;
    this.#fileName = fileName;
    this.#array = array;
  }

  descriptor(inline: boolean): string {
    const { class: name, dtype, shape } = this.#array;
    const type = `"$":"ndarray","class":"${name}","dtype":"${dtype}","shape":[${shape.join(',')}]`;
    const where = inline ? `"base64":"${this.#base64()}"` : `"file":${JSON.stringify(this.#fileName)}`;
    return `{${type},${where}}`;
  }

  save(folder: string): void {
    writeNpy(join(folder, this.#fileName), this.#array, this.#bytes());
  }

  hold(): void {
    if (this.#held !== undefined) return;
    const bytes = this.#array.bytes();
    this.#held = this.#array.isInPlace ? new Uint8Array(bytes) : bytes;
  }

  #bytes(): Uint8Array {
    return this.#held ?? this.#array.bytes();
  }

  /** In C order, for the descriptor has no word for another. */
  #base64(): string {
    const { fortranOrder, shape } = this.#array;
    const bytes = fortranOrder ? toRowMajor(this.#bytes(), shape) : this.#bytes();
    // Of a buffer of the program's, `Buffer.from` would read the property `byteLength`, which may be its own.
    const copy = Buffer.allocUnsafe(bytes.byteLength);
    copy.set(bytes);
    return copy.toString('base64');
  }
}
