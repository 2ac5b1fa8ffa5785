import type { KnownClass } from '../capture/revive-context.js';
import type { ExportedClass } from './subject.js';

/**
 * Stands for the classes of a module that is not loaded here: what is revived with them has a prototype by which its
 * class is known again.
 */
export class KnownClasses {
  /** For `load`. */
  readonly classes: readonly KnownClass[];
  readonly #byPrototype: ReadonlyMap<object, ExportedClass>;

  constructor(exported: readonly ExportedClass[]) {
    const pairs = exported.map((each) => [standIn(each), each] as const);
    this.#byPrototype = new Map(pairs);
    this.classes = pairs.map(([prototype, { name }]) => ({ name, prototype }));
  }

  byPrototype(prototype: object): ExportedClass | undefined {
    return this.#byPrototype.get(prototype);
  }
}

function standIn({ name, isError }: ExportedClass): object {
  const prototype = Object.create(isError ? Error.prototype : Object.prototype);
  return Object.defineProperty(prototype, 'constructor', { value: { name } });
}
