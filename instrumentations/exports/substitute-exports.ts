/**
 * An exports object of the same shape whose properties can be changed, for one that is frozen or has the getters of
 * a compiler. What may change later is read from the original when it is asked for.
 */
export function substituteExports(original: object): object {
  const substitute = Object.create(Object.getPrototypeOf(original));
  for (const key of Reflect.ownKeys(original)) {
    const descriptor = Object.getOwnPropertyDescriptor(original, key) ?? {};
    Object.defineProperty(substitute, key, { ...forwarded(original, key, descriptor), configurable: true });
  }
  return substitute;
}

function forwarded(original: object, key: PropertyKey, descriptor: PropertyDescriptor): PropertyDescriptor {
  const { value, enumerable = false, writable } = descriptor;
  if ('value' in descriptor && (typeof value === 'function' || writable === false)) return descriptor;
  return {
    enumerable,
    get: () => Reflect.get(original, key),
    set: (next: unknown) => Reflect.set(original, key, next),
  };
}
