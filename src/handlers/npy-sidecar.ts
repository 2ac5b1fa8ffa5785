import { sep } from 'node:path';
import type { BinaryArray } from './binary-array.js';
import { createFile } from './create-file.js';
import { copyOf } from './memory.js';
import { npyChunks } from './npy.js';
import type { Sidecar, SidecarContent } from './sidecar.js';
import { toRowMajor } from './strided.js';

/** Taken before the program can replace them. */
const { stringify } = JSON;
const { apply } = Reflect;
const { base64Slice } = Buffer.prototype as unknown as { base64Slice(): string };

/** A binary value in NumPy's NPY format (FORMAT.md, "Binary values"). */
export class NpySidecar implements Sidecar {
  readonly byteLength: number;
  readonly canBeInline = true;
  readonly handlerClass = undefined;
  readonly failure = undefined;
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
    const type = `"$":"ndarray","class":"${name}","dtype":"${dtype}","shape":[${listOf(shape)}]`;
    const where = inline ? `"base64":"${this.#base64()}"` : `"file":${stringify(this.#fileName)}`;
    return `{${type},${where}}`;
  }

  content(): SidecarContent {
    return { fileName: this.#fileName, chunks: npyChunks(this.#array, this.#bytes()) };
  }

  save(folder: string): void {
    const { fileName, chunks } = this.content();
    createFile(`${folder}${sep}${fileName}`, chunks);
  }

  hold(): void {
    if (this.#held !== undefined) return;
    const bytes = this.#array.bytes();
    this.#held = this.#array.isInPlace ? copyOf(bytes) : bytes;
  }

  #bytes(): Uint8Array {
    return this.#held ?? this.#array.bytes();
  }

  /** In C order, for the descriptor has no word for another. */
  #base64(): string {
    const { fortranOrder, shape } = this.#array;
    const bytes = fortranOrder ? toRowMajor(this.#bytes(), shape) : this.#bytes();
    return apply(base64Slice, copyOf(bytes), []);
  }
}

function listOf(shape: readonly number[]): string {
  let list = '';
  for (let axis = 0; axis < shape.length; axis++) list += axis === 0 ? `${shape[0]}` : `,${shape[axis]}`;
  return list;
}
