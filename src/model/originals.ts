import { SafeWeakMap } from './safe-collections.js';

const originals = new SafeWeakMap<object, object>();

/** Remembers which function an interception stands for. */
export function setOriginal(intercepted: object, original: object): void {
  originals.set(intercepted, original);
}

/** The function behind an interception; `undefined` for any other value. */
export function originalOf(value: object): object | undefined {
  return originals.get(value);
}
