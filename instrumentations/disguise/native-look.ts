import { getOwnPropertyDescriptor } from '../../src/capture/intrinsics.js';
import { SafeWeakMap } from '../../src/model/safe-collections.js';

const counterparts = new SafeWeakMap<object, object>();

/**
 * Has a function that we put in the place of one of the host's look like it: same name and length, and, while
 * `FunctionText` is installed, the same text. It has to be a method by its syntax: those have no `prototype` and
 * cannot be constructed, like the host's.
 */
export function lookLike<F extends object>(replacement: F, native: object): F {
  for (const key of ['name', 'length'] as const) {
    Object.defineProperty(replacement, key, getOwnPropertyDescriptor(native, key) ?? {});
  }
  counterparts.set(replacement, native);
  return replacement;
}

/** The function that a replacement of ours stands for; `undefined` for any other value. */
export function nativeOf(value: object): object | undefined {
  return counterparts.get(value);
}
