import { types } from 'node:util';
import {
  apply,
  functionToString,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  includes,
} from '../capture/intrinsics.js';
import { isClass } from '../capture/own-data.js';
import { originalOf, setOriginal } from '../model/originals.js';
import { SafeWeakMap } from '../model/safe-collections.js';
import type { FunctionRecorder } from './function-recorder.js';
import type { Nesting } from './nesting.js';
import type { AnyFunction } from './options.js';
import type { RunningCall } from './running-call.js';

type Callable = (this: unknown, ...args: unknown[]) => unknown;
type Constructable = new (...args: unknown[]) => object;
type Target = Callable & Constructable;

const { construct, get, set } = Reflect;

/**
 * Which function the program's own code means when it says the function's name: `new.target === Mesh` in the
 * constructor of an intercepted `Mesh` has to hold.
 */
export type KnownAs = 'original' | 'intercepted';

/**
 * Makes the functions that stand for a function of the program, or for all closures that one place in its source
 * makes: Proxies, so that name, length, properties, prototype, `new.target` and text are the original's own. They
 * share their traps, so a closure costs no more than its Proxy.
 */
export class FunctionInterception {
  /** The trap of calls; without it, a call goes to the original by the language's own way and takes no stack. */
  apply: ApplyTrap | undefined = applyTrap;
  readonly recorder: FunctionRecorder;
  readonly nesting: Nesting;
  readonly #knownAs: KnownAs;
  /** Whether its code may look at `new.target`; `undefined` until it is constructed. */
  #asksForNewTarget: boolean | undefined;
  readonly #properties = new PropertyAccess();

  constructor(recorder: FunctionRecorder, nesting: Nesting, knownAs: KnownAs) {
    this.recorder = recorder;
    this.nesting = nesting;
    this.#knownAs = knownAs;
  }

  /** The function that stands for `original`. */
  intercept<F extends AnyFunction>(original: F): F {
    const handler = this as ProxyHandler<Target>; // whose traps may be undefined, too
    const intercepted = new Proxy(original as unknown as Target, handler) as unknown as F & object;
    setOriginal(intercepted, original);
    return intercepted;
  }

  construct(target: Target, args: unknown[], newTarget: Target): object {
    const isDirect = originalOf(newTarget) === target;
    if (isDirect) adoptPrototype(target, newTarget);
    const seenTarget = isDirect && this.#hidesNewTarget(target) ? target : newTarget;
    const call = this.recorder.begin(undefined, args);
    if (call === undefined) return construct(target, args, seenTarget);
    if (!call.isEntered) return constructInside(call, target, args, seenTarget);
    try {
      return call.returned(construct(target, args, seenTarget)) as object;
    } catch (error) {
      throw call.threw(error);
    }
  }

  /**
   * Whether `new.target` is to be the original, or nobody sees which it is: what is made by the original itself, V8
   * knows by its name in stacks, and makes faster.
   */
  #hidesNewTarget(target: Target): boolean {
    if (this.#knownAs === 'original') return true;
    this.#asksForNewTarget ??= mayAskForNewTarget(target);
    return !this.#asksForNewTarget;
  }

  get(target: Target, key: string | symbol, receiver: unknown): unknown {
    if (!isStandIn(receiver, target)) return get(target, key, receiver);
    if (key === 'prototype') adoptPrototype(target, receiver);
    return this.#properties.read(target, key, receiver);
  }

  set(target: Target, key: string | symbol, value: unknown, receiver: unknown): boolean {
    return set(target, key, value, isStandIn(receiver, target) ? target : receiver);
  }
}

type ApplyTrap = (this: FunctionInterception, target: Target, receiver: unknown, args: unknown[]) => unknown;

const applyTrap: ApplyTrap = function (target, receiver, args) {
  const { nesting } = this;
  if (++nesting.depth > nesting.most) {
    nesting.tell();
    this.apply = undefined;
  }
  try {
    const call = this.recorder.begin(receiver, args);
    if (call === undefined) return apply(target, receiver, args);
    if (!call.isEntered) return applyInside(call, target, receiver, args);
    try {
      return call.returned(apply(target, receiver, args));
    } catch (error) {
      throw call.threw(error);
    }
  } finally {
    nesting.depth--;
    this.apply = applyTrap;
  }
};

/** By its text, which says it, or calls `eval`; a class that extends another hands `new.target` on to that. */
function mayAskForNewTarget(fn: object): boolean {
  if (isClass(fn) && getPrototypeOf(fn) !== Function.prototype) return true;
  const text = apply(functionToString, fn, []);
  return apply(includes, text, ['target']) || apply(includes, text, ['eval']);
}

function isStandIn(value: unknown, target: Target): value is Target {
  return typeof value === 'function' && originalOf(value) === target;
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

/**
 * `instance.constructor` is what the program knows as the class: the intercepted one. What is looked at through the
 * interception is adopted by then; a prototype is an object that the language makes when it is first asked for.
 */
export function adoptPrototype(original: object, intercepted: object): void {
  const prototype: unknown = getOwnPropertyDescriptor(original, 'prototype')?.value;
  if (typeof prototype !== 'object' || prototype === null || types.isProxy(prototype)) return;
  const descriptor = getOwnPropertyDescriptor(prototype, 'constructor');
  if (descriptor?.value !== original || descriptor.configurable !== true) return;
  Object.defineProperty(prototype, 'constructor', { ...descriptor, value: intercepted });
}

/** Properties of the original, as the program reads them from the Proxy. */
class PropertyAccess {
  readonly #methods = new SafeWeakMap<object, SafeWeakMap<object, object>>();
  readonly #haveStatics = new SafeWeakMap<object, boolean>();

  read(target: Target, key: string | symbol, intercepted: object): unknown {
    const value: unknown = get(target, key, target);
    if (typeof value !== 'function') return value;
    const isText = key === 'toString' && value === functionToString;
    return isText || this.#isMethodWithPrivates(target, key)
      ? this.#methodOfTarget(target, value, intercepted)
      : value;
  }

  /** Of a frozen class, the language has a Proxy return the method itself. */
  #isMethodWithPrivates(target: Target, key: string | symbol): boolean {
    if (!this.#hasPrivateStatics(target)) return false;
    const descriptor = getOwnPropertyDescriptor(target, key);
    return descriptor !== undefined && (descriptor.configurable === true || descriptor.writable === true);
  }

  #hasPrivateStatics(target: Target): boolean {
    const known = this.#haveStatics.get(target);
    if (known !== undefined) return known;
    const found = isClass(target) && apply(functionToString, target, []).includes('#');
    this.#haveStatics.set(target, found);
    return found;
  }

  /** A method that needs the original as its receiver: only that has the text, and the class's private statics. */
  #methodOfTarget(target: Target, method: object, intercepted: object): object {
    const methods = this.#methods.get(target) ?? new SafeWeakMap<object, object>();
    this.#methods.set(target, methods);
    const known = methods.get(method);
    if (known !== undefined) return known;
    const bound = new Proxy(method as Callable, {
      apply: (_, receiver, args) =>
        apply(method as Callable, receiver === intercepted ? target : receiver, args),
    });
    methods.set(method, bound);
    return bound;
  }
}
