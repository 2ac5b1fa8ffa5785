/** Says whether a value is one that a handler keeps. */
export type Predicate = (value: object) => boolean;

/** Whether a function that is given where a type or a predicate may stand is a predicate (see `Registry.add`). */
export function isPredicate(key: unknown): key is Predicate {
  if (typeof key !== 'function') return false;
  if (!Object.hasOwn(key, 'prototype')) return true;
  return !isClass(key) && hasEmptyPrototype(key) && /^\p{Ll}/u.test(key.name);
}

function isClass(key: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(key));
}

function hasEmptyPrototype(key: { readonly prototype: unknown }): boolean {
  const { prototype } = key;
  if (typeof prototype !== 'object' || prototype === null) return false;
  const isPlain = Object.getPrototypeOf(prototype) === Object.prototype;
  return isPlain && Reflect.ownKeys(prototype).every((name) => name === 'constructor');
}
