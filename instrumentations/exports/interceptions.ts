import type { AnyFunction } from '../../src/intercept/options.js';
import { originalOf } from '../../src/model/originals.js';

/** What makes the function to put in the place of one of that name; `undefined` leaves it as it is. */
export type Select = (name: string) => ((fn: AnyFunction) => AnyFunction) | undefined;

/** One interception for each function, under however many names and from however many modules it is reached. */
export class Interceptions {
  readonly #made = new WeakMap<object, AnyFunction>();

  /** The interception of a function, made if one of its names is selected; `undefined` for what stays as it is. */
  of(fn: AnyFunction, names: readonly string[], select: Select): AnyFunction | undefined {
    const made = this.known(fn);
    if (made !== undefined || originalOf(fn) !== undefined) return made; // else it is recorded already
    for (const name of names) {
      const intercepted = select(name)?.(fn);
      if (intercepted === undefined) continue;
      this.#made.set(fn, intercepted);
      return intercepted;
    }
    return undefined;
  }

  /** The interception that a function has; none is made. */
  known(fn: unknown): AnyFunction | undefined {
    return isFunction(fn) ? this.#made.get(fn) : undefined;
  }
}

/** Whether a value is a function or class. */
export function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}
