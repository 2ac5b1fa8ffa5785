/**
 * Empty prototypes with the names of classes that the reader was not told of: an object of such a class is not taken
 * for a plain one, nor for one of another class. None of them is a prototype that something else has.
 */
export class StandInClasses {
  readonly #byName = new Map<string, Map<object, object>>();

  readonly #names = new WeakMap<object, string>();

  /** The name of the class that a stand-in stands for, where an object has one. */
  classNameOf(value: unknown): string | undefined {
    if (typeof value !== 'object' || value === null) return undefined;
    const prototype: object | null = Object.getPrototypeOf(value);
    return prototype === null ? undefined : this.#names.get(prototype);
  }

  /** The prototype for a class of that name which inherits from `base`. */
  prototypeFor(name: string, base: object): object {
    const byBase = this.#byName.get(name) ?? new Map<object, object>();
    this.#byName.set(name, byBase);
    const prototype = byBase.get(base) ?? standIn(name, base);
    byBase.set(base, prototype);
    this.#names.set(prototype, name);
    return prototype;
  }
}

function standIn(name: string, base: object): object {
  const maker = Object.defineProperty(() => {}, 'name', { value: name });
  return Object.create(base, { constructor: { value: maker } });
}
