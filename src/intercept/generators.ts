import {
  apply,
  defineProperty,
  deleteProperty,
  getOwnPropertyDescriptor,
  setPrototypeOf,
} from '../capture/intrinsics.js';
import { readData, readOwnData } from '../capture/own-data.js';
import type { RunningCall } from './running-call.js';
import { isNativePromise } from './settlement.js';

type Method = 'next' | 'return' | 'throw';
type Drive = (this: unknown, ...args: unknown[]) => unknown;

const METHODS: readonly Method[] = ['next', 'return', 'throw'];

/**
 * Has a generator tell of its end. It stays the object that the function made and is driven by its caller alone;
 * until it ends, its methods are covered by own ones that call those that it inherits, in the context of the call.
 */
export function observeGenerator(generator: object, isAsync: boolean, call: RunningCall): void {
  const observed = isAsync
    ? new ObservedAsyncGenerator(generator, call)
    : new ObservedGenerator(generator, call);
  for (let index = 0; index < METHODS.length; index++) {
    const method = METHODS[index] as Method;
    const inherited = readData(generator, method);
    if (typeof inherited === 'function') observed.cover(method, inherited as Drive);
  }
}

class ObservedGenerator {
  protected readonly generator: object;
  protected readonly call: RunningCall;
  readonly #covers: Record<Method, Drive | undefined> = {
    next: undefined,
    return: undefined,
    throw: undefined,
  };
  #isRunning = false;
  #isStopped = false;

  constructor(generator: object, call: RunningCall) {
    this.generator = generator;
    this.call = call;
  }

  cover(method: Method, original: Drive): void {
    const observed = this;
    const drive: Drive = function (...args) {
      return this === observed.generator
        ? observed.drive(method, original, args)
        : apply(original, this, args);
    };
    copyProperty(original, drive, 'name');
    copyProperty(original, drive, 'length');
    const descriptor = { value: drive, writable: true, configurable: true, enumerable: false };
    defineProperty(this.generator, method, setPrototypeOf(descriptor, null));
    this.#covers[method] = drive;
  }

  protected drive(method: Method, original: Drive, args: readonly unknown[]): unknown {
    if (this.#isRunning) return apply(original, this.generator, args); // throws, and is no end of the generator
    this.#isRunning = true;
    try {
      const step = this.call.runStep(() => apply(original, this.generator, args));
      this.take(method, step);
      return step;
    } catch (error) {
      this.#uncover();
      throw this.call.threw(error);
    } finally {
      this.#isRunning = false;
    }
  }

  /** Reads a step; the language made it, unless the program put methods of its own before the language's. */
  protected take(method: Method, step: unknown): void {
    if (typeof step !== 'object' || step === null) return;
    if (method === 'return') this.#isStopped = true;
    if (readData(step, 'done') !== true) return;
    this.#uncover();
    this.call.finished(this.#isStopped ? 'yielded' : 'ok', readData(step, 'value'));
  }

  /** What the program has put in the place of a cover stays. */
  #uncover(): void {
    for (let index = 0; index < METHODS.length; index++) {
      const method = METHODS[index] as Method;
      const drive = this.#covers[method];
      if (drive !== undefined && readOwnData(this.generator, method) === drive) {
        deleteProperty(this.generator, method);
      }
    }
  }
}

/** The descriptor inherits nothing, for `Object.prototype` may have a `get` of the program's. */
function copyProperty(from: object, to: object, key: string): void {
  const descriptor = getOwnPropertyDescriptor(from, key);
  if (descriptor !== undefined) defineProperty(to, key, setPrototypeOf(descriptor, null));
}

/** Its methods return promises of steps and may be called again before the last one is there. */
class ObservedAsyncGenerator extends ObservedGenerator {
  protected override drive(method: Method, original: Drive, args: readonly unknown[]): unknown {
    const promise = this.call.runStep(() => apply(original, this.generator, args));
    if (isNativePromise(promise)) this.call.watchStep(promise, (step) => this.take(method, step));
    return promise;
  }
}
