import { sep } from 'node:path';
import { apply, ErrorClass, stringify } from '../capture/intrinsics.js';
import { createFile } from '../handlers/create-file.js';
import { typedArrayMemory } from '../handlers/memory.js';
import { type CallPlace, callFolderOf, makeCallFolder } from './make-call-folder.js';

/** A file to be written, as one thread tells another. */
export interface SidecarJobData extends CallPlace {
  /** Tells it from those that had the same memory before; from 1. */
  readonly ticket: number;
  readonly fileName: string;
  /** What has the file's bytes, behind `HEAD_BYTES`. */
  readonly memory: SharedArrayBuffer;
  readonly byteLength: number;
}

/** Of a memory, what comes before the file's bytes: two words, and room that keeps the bytes aligned. */
export const HEAD_BYTES = 64;
/** The word that says how far the job is. */
const STEP = 0;
/** The word that says how many bytes the text has which takes the file's place when it could not be written. */
const FAILURE_BYTES = 1;

const Step = { Waiting: 0, Taken: 1, Written: 2, Failed: 3 } as const;
type Step = (typeof Step)[keyof typeof Step];

/** Taken before the program can replace them. */
const { compareExchange, load, notify, store, wait } = Atomics;
const Bytes = Uint8Array;
const Words = Int32Array;
const { set } = Uint8Array.prototype;
const { utf8Slice, utf8Write } = Buffer.prototype as unknown as {
  utf8Slice(start: number, end: number): string;
  utf8Write(text: string): number;
};
const { parse } = JSON;
const { assign } = Object;

/** A file in memory that threads share: whichever of them takes it first writes it. */
export class SidecarJob {
  readonly data: SidecarJobData;
  /** Why the file could not be written, once that is known. */
  failure: Error | undefined;
  /** Whether nobody knows what has become of it. */
  isLost = false;
  readonly #words: Int32Array;

  constructor(data: SidecarJobData) {
    this.data = data;
    this.#words = new Words(data.memory, 0, 2);
  }

  get path(): string {
    return `${callFolderOf(this.data)}${sep}${this.data.fileName}`;
  }

  /** Copies the file's bytes; from then on it may be written. */
  fill(chunks: readonly Uint8Array[]): void {
    const bytes = new Bytes(this.data.memory, HEAD_BYTES);
    let filled = 0;
    for (let index = 0; index < chunks.length; index++) {
      const chunk = chunks[index] as Uint8Array;
      apply(set, bytes, [chunk, filled]);
      filled += typedArrayMemory(chunk).byteLength;
    }
    store(this.#words, STEP, this.#at(Step.Waiting));
  }

  /** Writes the file, or tries; `false` if another thread has. */
  writeIfWaiting(): boolean {
    if (!this.#pass(Step.Waiting, Step.Taken)) return false;
    const { memory, byteLength } = this.data;
    try {
      makeCallFolder(this.data, false);
      createFile(this.path, [new Bytes(memory, HEAD_BYTES, byteLength)]);
      this.#end(Step.Written);
    } catch (error) {
      this.#fail(error);
    }
    return true;
  }

  /** Keeps it from being written, unless somebody is at it. */
  cancel(): void {
    this.#pass(Step.Waiting, Step.Written);
  }

  /** Whether it is neither written nor has failed. */
  get isUnderway(): boolean {
    const step = load(this.#words, STEP);
    return step === this.#at(Step.Waiting) || step === this.#at(Step.Taken);
  }

  /** Waits for whoever has taken it; `false` if that takes longer. */
  awaitEnd(timeoutMs: number): boolean {
    return wait(this.#words, STEP, this.#at(Step.Taken), timeoutMs) !== 'timed-out';
  }

  /** Sees how it ended, and gives its memory back. */
  conclude(): SharedArrayBuffer {
    if (load(this.#words, STEP) === this.#at(Step.Failed)) this.failure = this.#readFailure();
    return this.data.memory;
  }

  /** Gives it up, whoever is at it. */
  lose(error: Error): void {
    this.isLost = true;
    this.failure = error;
  }

  #readFailure(): Error {
    const bytes = new Bytes(this.data.memory, HEAD_BYTES);
    const text = apply(utf8Slice, bytes, [0, load(this.#words, FAILURE_BYTES)]);
    const { message, code } = parse(text) as { message: string; code?: string }; // written by `#fail`
    return assign(new ErrorClass(message), { code });
  }

  #fail(error: unknown): void {
    const { message, code } = error as NodeJS.ErrnoException; // of the file system
    const bytes = new Bytes(this.data.memory, HEAD_BYTES);
    store(this.#words, FAILURE_BYTES, apply(utf8Write, bytes, [stringify({ message, code })]));
    this.#end(Step.Failed);
  }

  #end(step: Step): void {
    store(this.#words, STEP, this.#at(step));
    notify(this.#words, STEP);
  }

  #pass(from: Step, to: Step): boolean {
    return compareExchange(this.#words, STEP, this.#at(from), this.#at(to)) === this.#at(from);
  }

  #at(step: Step): number {
    return (this.data.ticket << 2) | step;
  }
}
