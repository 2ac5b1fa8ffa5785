import { types } from 'node:util';

/** A property that was changed, or is to be. */
export class PropertyChange {
  readonly #holder: object;
  readonly #key: string;
  readonly #before: PropertyDescriptor;
  readonly #after: PropertyDescriptor;

  constructor(holder: object, key: string, after: PropertyDescriptor, before = describe(holder, key)) {
    this.#holder = holder;
    this.#key = key;
    this.#before = before;
    this.#after = { ...before, ...after };
  }

  /** Makes the change where the present value is the one before; `false` if the property does not allow it. */
  apply(): boolean {
    if (isSame(describe(this.#holder, this.#key), this.#after)) return true;
    return this.#replace(this.#before, this.#after);
  }

  /** Takes the change back, unless something else was put there since. */
  undo(): void {
    this.#replace(this.#after, this.#before);
  }

  #replace(present: PropertyDescriptor, next: PropertyDescriptor): boolean {
    if (!isSame(describe(this.#holder, this.#key), present)) return true;
    return allowsChange(this.#holder, present) && Reflect.defineProperty(this.#holder, this.#key, next);
  }
}

/** Whether a property may get another value. The bindings of a module say that they may, and may not. */
function allowsChange(holder: object, { configurable, writable }: PropertyDescriptor): boolean {
  return (configurable === true || writable === true) && !types.isModuleNamespaceObject(holder);
}

function describe(holder: object, key: string): PropertyDescriptor {
  return Object.getOwnPropertyDescriptor(holder, key) ?? {};
}

function isSame(one: PropertyDescriptor, other: PropertyDescriptor): boolean {
  return one.value === other.value && one.get === other.get && one.set === other.set;
}
