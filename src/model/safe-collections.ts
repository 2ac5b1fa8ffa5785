/**
 * Collections whose methods are their own: what the watched program replaces on `Map.prototype` and its like does
 * not run while we work. Not to be iterated then, for an iterator's `next` is the program's. The constructors are
 * written out because V8's own go through the iterator of arrays.
 */
export class SafeMap<Key, Value> extends Map<Key, Value> {
  constructor(entries?: Iterable<readonly [Key, Value]>) {
    super(entries);
  }
}

export class SafeSet<Value> extends Set<Value> {
  constructor(values?: Iterable<Value>) {
    super(values);
  }
}

export class SafeWeakMap<Key extends WeakKey, Value> extends WeakMap<Key, Value> {
  constructor(entries?: Iterable<readonly [Key, Value]>) {
    super(entries);
  }
}

seal(SafeMap.prototype, Map.prototype);
seal(SafeSet.prototype, Set.prototype);
seal(SafeWeakMap.prototype, WeakMap.prototype);

function seal(prototype: object, original: object): void {
  const methods = Object.getOwnPropertyDescriptors(original);
  Object.defineProperties(prototype, { ...methods, constructor: { value: prototype.constructor } });
  Object.freeze(Object.setPrototypeOf(prototype, null));
}
