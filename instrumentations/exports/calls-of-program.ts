import { apply, getOwnPropertyDescriptor } from '../../src/capture/intrinsics.js';
import { findCaller } from '../../src/intercept/call-site.js';
import type { AnyFunction } from '../../src/intercept/options.js';
import { setOriginal } from '../../src/model/originals.js';

type Callable = (this: unknown, ...args: unknown[]) => unknown;
type Constructable = new (...args: unknown[]) => object;
type Target = Callable & Constructable;

/** Node's modules that call functions which the program gave to them; their own, they call for themselves. */
const CALLING_FOR_PROGRAM: ReadonlySet<string> = new Set([
  'node:async_hooks',
  'node:diagnostics_channel',
  'node:domain',
  'node:events',
  'node:internal/async_local_storage/async_context_frame',
  'node:internal/async_local_storage/async_hooks',
  'node:internal/event_target',
  'node:internal/process/task_queues',
  'node:internal/timers',
  'node:internal/util', // promisify, deprecate
  'node:timers',
  'node:util',
]);

/**
 * The function to put in the place of one of Node's: calls of the program go to its interception, those of Node
 * itself and of our own code to the original, uncounted.
 * @param module the module that the function is of, as its frames call it: `node:fs`
 */
export function forProgramOnly(original: AnyFunction, intercepted: AnyFunction, module: string): AnyFunction {
  const gate: AnyFunction & object = new Proxy(original as Target, new Gate(intercepted as Target, module));
  setOriginal(gate, original);
  adoptPrototype(original, intercepted, gate);
  return gate;
}

/** `emitter.constructor` is what the program knows as the class: the interception has put itself there. */
function adoptPrototype(original: object, intercepted: object, gate: object): void {
  const prototype: unknown = getOwnPropertyDescriptor(original, 'prototype')?.value;
  if (typeof prototype !== 'object' || prototype === null) return;
  const descriptor = getOwnPropertyDescriptor(prototype, 'constructor');
  if (descriptor?.value !== intercepted || !descriptor.configurable) return;
  Object.defineProperty(prototype, 'constructor', { ...descriptor, value: gate });
}

/** What it takes to look at the stack is not looked at. */
let isLooking = false;

class Gate implements ProxyHandler<Target> {
  readonly #intercepted: Target;
  readonly #module: string;

  constructor(intercepted: Target, module: string) {
    this.#intercepted = intercepted;
    this.#module = module;
  }

  apply(target: Target, receiver: unknown, args: unknown[]): unknown {
    return apply(this.#isCalledByProgram(this.apply) ? this.#intercepted : target, receiver, args);
  }

  construct(target: Target, args: unknown[], newTarget: Target): object {
    const chosen = this.#isCalledByProgram(this.construct) ? this.#intercepted : target;
    const isDirect = getOwnPropertyDescriptor(target, 'prototype')?.value === newTarget.prototype;
    return Reflect.construct(chosen, args, isDirect ? chosen : newTarget);
  }

  #isCalledByProgram(trap: (...args: never[]) => unknown): boolean {
    if (isLooking) return false;
    isLooking = true;
    try {
      const { file = '', isOurs } = findCaller(trap as () => unknown) ?? {};
      if (isOurs || file === this.#module) return false;
      return !file.startsWith('node:') || CALLING_FOR_PROGRAM.has(file);
    } finally {
      isLooking = false;
    }
  }
}
