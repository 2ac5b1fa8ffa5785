import { types } from 'node:util';
import { apply, functionToString, getOwnPropertyDescriptor } from '../capture/intrinsics.js';
import { isClass } from '../capture/own-data.js';
import { setOriginal } from '../model/originals.js';
import type { FunctionRecorder } from './function-recorder.js';
import type { AnyFunction } from './options.js';
import type { RunningCall } from './running-call.js';

type Callable = (this: unknown, ...args: unknown[]) => unknown;
type Constructable = new (...args: unknown[]) => object;

const { construct, get, set } = Reflect;

/**
 * Which function the program's own code means when it says the function's name: `new.target === Mesh` in the
 * constructor of an intercepted `Mesh` has to hold.
 */
export type KnownAs = 'original' | 'intercepted';

/**
 * The function that stands for `original` in the program: a Proxy, so that name, length, properties, prototype,
 * `new.target` and text are the original's own.
 */
export function interceptedFunction<F extends AnyFunction>(
  original: F,
  recorder: FunctionRecorder,
  knownAs: KnownAs,
): F {
  const target = original as unknown as Callable & Constructable;
  const properties = new PropertyAccess(target);
  const intercepted: F & object = new Proxy(target, {
    apply(_, receiver, args) {
      const call = recorder.begin(receiver, args);
      if (call === undefined) return apply(target, receiver, args);
      if (!call.isEntered) return applyInside(call, target, receiver, args);
      try {
        return call.returned(apply(target, receiver, args));
      } catch (error) {
        throw call.threw(error);
      }
    },

    construct(_, args, newTarget) {
      const seenTarget = newTarget === intercepted && knownAs === 'original' ? target : newTarget;
      const call = recorder.begin(undefined, args);
      if (call === undefined) return construct(target, args, seenTarget);
      if (!call.isEntered) return constructInside(call, target, args, seenTarget);
      try {
        return call.returned(construct(target, args, seenTarget));
      } catch (error) {
        throw call.threw(error);
      }
    },

    get: (_, key, receiver) => properties.read(key, receiver, intercepted),
    set: (_, key, value, receiver) => set(target, key, value, receiver === intercepted ? target : receiver),
  }) as unknown as F & object;
  adoptPrototype(target, intercepted);
  setOriginal(intercepted, original);
  return intercepted;
}

function applyInside(call: RunningCall, target: Callable, receiver: unknown, args: unknown[]): unknown {
  return runInside(call, () => apply(target, receiver, args));
}

function constructInside(
  call: RunningCall,
  target: Constructable,
  args: unknown[],
  newTarget: object,
): object {
  return runInside(call, () => construct(target, args, newTarget as Constructable)) as object;
}

/** These are functions of their own, for a closure in a trap would cost it stack. */
function runInside(call: RunningCall, run: () => unknown): unknown {
  try {
    return call.returned(call.runInside(run));
  } catch (error) {
    throw call.threw(error);
  }
}

/** `instance.constructor` is what the program knows as the class: the intercepted one. */
function adoptPrototype(original: object, intercepted: object): void {
  const prototype: unknown = getOwnPropertyDescriptor(original, 'prototype')?.value;
  if (typeof prototype !== 'object' || prototype === null || types.isProxy(prototype)) return;
  const descriptor = getOwnPropertyDescriptor(prototype, 'constructor');
  if (descriptor?.value !== original || descriptor.configurable !== true) return;
  Object.defineProperty(prototype, 'constructor', { ...descriptor, value: intercepted });
}

/** Properties of the original, as the program reads them from the Proxy. */
class PropertyAccess {
  readonly #target: Callable;
  readonly #hasPrivateStatics: boolean;
  readonly #methods = new WeakMap<object, object>();

  constructor(target: Callable) {
    this.#target = target;
    this.#hasPrivateStatics = isClass(target) && apply(functionToString, target, []).includes('#');
  }

  read(key: string | symbol, receiver: unknown, intercepted: object): unknown {
    const target = this.#target;
    const value: unknown = get(target, key, receiver === intercepted ? target : receiver);
    if (typeof value !== 'function' || receiver !== intercepted) return value;
    const isText = key === 'toString' && value === functionToString;
    return isText || this.#isMethodWithPrivates(key) ? this.#methodOfTarget(value, intercepted) : value;
  }

  /** Of a frozen class, the language has a Proxy return the method itself. */
  #isMethodWithPrivates(key: string | symbol): boolean {
    if (!this.#hasPrivateStatics) return false;
    const descriptor = getOwnPropertyDescriptor(this.#target, key);
    return descriptor !== undefined && (descriptor.configurable === true || descriptor.writable === true);
  }

  /** A method that needs the original as its receiver: only that has the text, and the class's private statics. */
  #methodOfTarget(method: object, intercepted: object): object {
    const known = this.#methods.get(method);
    if (known !== undefined) return known;
    const target = this.#target;
    const bound = new Proxy(method as Callable, {
      apply: (_, receiver, args) =>
        apply(method as Callable, receiver === intercepted ? target : receiver, args),
    });
    this.#methods.set(method, bound);
    return bound;
  }
}
