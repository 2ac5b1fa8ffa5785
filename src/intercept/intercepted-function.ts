import { types } from 'node:util';
import { isClass } from '../capture/class-of.js';
import { apply, functionToString, getOwnPropertyDescriptor } from '../capture/intrinsics.js';
import { setOriginal } from '../model/originals.js';
import type { FunctionRecorder } from './function-recorder.js';
import type { AnyFunction } from './options.js';

type Callable = (this: unknown, ...args: unknown[]) => unknown;
type Constructable = new (...args: unknown[]) => object;

const { construct, get, set } = Reflect;

/**
 * The function that stands for `original` in the program: a Proxy, so that name, length, properties, prototype,
 * `new.target` and text are the original's own.
 */
export function interceptedFunction<F extends AnyFunction>(original: F, recorder: FunctionRecorder): F {
  const target = original as unknown as Callable & Constructable;
  const properties = new PropertyAccess(target);
  const intercepted: F & object = new Proxy(target, {
    apply(_, receiver, args) {
      const call = recorder.begin(receiver, args);
      if (call === undefined) return apply(target, receiver, args);
      let result: unknown;
      try {
        result = call.enter()
          ? apply(target, receiver, args)
          : call.runInside(() => apply(target, receiver, args));
      } catch (error) {
        call.leave();
        call.threw(error);
        throw error;
      }
      call.leave();
      call.returned(result);
      return result;
    },

    construct(_, args, newTarget) {
      const constructor = newTarget === intercepted ? target : newTarget;
      const call = recorder.begin(undefined, args);
      if (call === undefined) return construct(target, args, constructor);
      const run = () => construct(target, args, constructor);
      let instance: object;
      try {
        instance = call.enter() ? run() : (call.runInside(run) as object);
      } catch (error) {
        call.leave();
        call.threw(error);
        throw error;
      }
      call.leave();
      call.returned(instance);
      return instance;
    },

    get: (_, key, receiver) => properties.read(key, receiver, intercepted),
    set: (_, key, value, receiver) => set(target, key, value, receiver === intercepted ? target : receiver),
  }) as unknown as F & object;
  adoptPrototype(target, intercepted);
  setOriginal(intercepted, original);
  return intercepted;
}

/** `instance.constructor` is what the program knows as the class: the intercepted one. */
function adoptPrototype(original: object, intercepted: object): void {
  const prototype: unknown = getOwnPropertyDescriptor(original, 'prototype')?.value;
  if (typeof prototype !== 'object' || prototype === null || types.isProxy(prototype)) return;
  const constructor = getOwnPropertyDescriptor(prototype, 'constructor');
  if (constructor?.value !== original || constructor.configurable !== true) return;
  Object.defineProperty(prototype, 'constructor', { ...constructor, value: intercepted });
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
    if (!isText && !(this.#hasPrivateStatics && Object.hasOwn(target, key))) return value;
    return this.#methodOfTarget(value, intercepted);
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
