import { types } from 'node:util';
import { makePrivate } from '../model/private-files.js';
import type { Handler, HandlerClass } from './handler.js';
import type { Sidecar } from './sidecar.js';
import { StagingFolder } from './staging-folder.js';

/** Taken before the program can replace it. */
const { stringify } = JSON;

/** What a custom handler's sidecar is made of. */
export interface HandledValue {
  readonly handler: Handler<unknown>;
  readonly handlerClass: HandlerClass;
  /** Where the value stands in its line, as a JSON Pointer. */
  readonly pointer: string;
  /** Told of what the handler throws. */
  readonly onError: (error: unknown) => void;
}

/** A value that a custom handler keeps, in files of its own. A handler that throws costs that value alone. */
export class HandlerSidecar implements Sidecar {
  /** The handler decides what it writes. */
  readonly byteLength = 0;
  readonly canBeInline = false;
  readonly handlerClass: HandlerClass;
  failure: string | undefined;
  readonly #value: HandledValue;
  #staging: StagingFolder | undefined;

  constructor(value: HandledValue) {
    this.#value = value;
    this.handlerClass = value.handlerClass;
  }

  descriptor(_inline: boolean): string {
    const name = stringify(this.handlerClass.name);
    if (this.failure !== undefined) return `{"$":"opaque","class":${name}}`;
    return `{"$":"handler","handler":${name},"target":${stringify(this.#value.handler.target)}}`;
  }

  content(): undefined {}

  save(folder: string): void {
    if (this.failure !== undefined) return;
    const staging = this.#staging;
    this.#staging = undefined;
    if (staging === undefined) return this.#attempt(() => this.#saveInto(folder));
    this.#attempt(() => staging.moveTo(folder));
    if (this.failure !== undefined) staging.remove();
  }

  /** Saves into a folder of its own at once: the handler must see the value before the program changes it. */
  hold(): void {
    if (this.#staging !== undefined || this.failure !== undefined) return;
    const staging = new StagingFolder();
    this.#attempt(() => this.#saveInto(staging.path));
    if (this.failure === undefined) this.#staging = staging;
    else staging.remove();
  }

  #attempt(save: () => void): void {
    try {
      save();
    } catch (error) {
      this.failure = `${this.#value.pointer}: handler`;
      this.#value.onError(error);
    }
  }

  #saveInto(folder: string): void {
    const returned: unknown = this.#value.handler.save(folder);
    makePrivate(folder);
    if (!types.isPromise(returned)) return;
    returned.catch(() => {});
    throw new TypeError(`Expected ${this.handlerClass.name}.save to be synchronous, got a promise`);
  }
}
