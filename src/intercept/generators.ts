import { apply, getOwnPropertyDescriptor, getPrototypeOf } from '../capture/intrinsics.js';
import type { RunningCall } from './running-call.js';

type Method = 'next' | 'return' | 'throw';
type Drive = (this: unknown, ...args: unknown[]) => unknown;

const METHODS: readonly Method[] = ['next', 'return', 'throw'];

/** What every generator inherits its methods from. */
const syncMethods: Record<Method, Drive> = getPrototypeOf(getPrototypeOf((function* () {})()));
const asyncMethods: Record<Method, Drive> = getPrototypeOf(getPrototypeOf((async function* () {})()));

/**
 * Has a generator tell of its end. It stays the object that the function made and is driven by its caller alone;
 * until it ends, its methods are covered by own ones that call those of the language in the context of the call.
 */
export function observeGenerator(generator: object, isAsync: boolean, call: RunningCall): void {
  const observed = isAsync
    ? new ObservedAsyncGenerator(generator, call)
    : new ObservedGenerator(generator, call);
  for (const method of METHODS) {
    const original = (isAsync ? asyncMethods : syncMethods)[method];
    cover(generator, method, original, function (this: unknown, ...args) {
      return this === generator ? observed.drive(method, original, args) : apply(original, this, args);
    });
  }
}

class ObservedGenerator {
  protected readonly generator: object;
  protected readonly call: RunningCall;
  #isRunning = false;

  constructor(generator: object, call: RunningCall) {
    this.generator = generator;
    this.call = call;
  }

  drive(method: Method, original: Drive, args: readonly unknown[]): unknown {
    if (this.#isRunning) return apply(original, this.generator, args); // throws, and is no end of the generator
    this.#isRunning = true;
    try {
      const step = runInCall(this.call, () => apply(original, this.generator, args));
      this.take(method, step);
      return step;
    } catch (error) {
      uncover(this.generator);
      this.call.threw(error);
      throw error;
    } finally {
      this.#isRunning = false;
    }
  }

  /** `step` is as the language made it: its properties are its own data. */
  protected take(method: Method, step: unknown): void {
    const { done, value } = step as IteratorResult<unknown>;
    if (done !== true) return;
    uncover(this.generator);
    this.call.finished(method === 'return' ? 'yielded' : 'ok', value);
  }
}

/** Its methods return promises of steps and may be called again before the last one is there. */
class ObservedAsyncGenerator extends ObservedGenerator {
  override drive(method: Method, original: Drive, args: readonly unknown[]): unknown {
    const promise = runInCall(this.call, () => apply(original, this.generator, args));
    this.call.watchStep(promise as Promise<unknown>, (step) => this.take(method, step));
    return promise;
  }
}

function runInCall(call: RunningCall, run: () => unknown): unknown {
  if (!call.enter()) return call.runInside(run);
  try {
    return run();
  } finally {
    call.leave();
  }
}

function cover(generator: object, method: Method, original: Drive, drive: Drive): void {
  for (const property of ['name', 'length'] as const) {
    Object.defineProperty(drive, property, getOwnPropertyDescriptor(original, property) ?? {});
  }
  Object.defineProperty(generator, method, {
    value: drive,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}

function uncover(generator: object): void {
  for (const method of METHODS) Reflect.deleteProperty(generator, method);
}
