import { inspect, types } from 'node:util';
import { customInspect } from '../model/inspect-symbol.js';
import { SafeMap, SafeWeakMap } from '../model/safe-collections.js';
import type { HandlerClass } from './handler.js';
import { isPredicate, type Predicate } from './is-predicate.js';

/** Taken before the program can replace them. */
const { getPrototypeOf } = Object;
const { isProxy } = types;

type AbstractType<T> = abstract new (...args: never[]) => T;

interface Entry {
  readonly label: string;
  readonly handler: HandlerClass;
}

interface PredicateEntry {
  readonly predicate: Predicate;
  readonly handler: HandlerClass;
}

/**
 * Which handler keeps which values. Types are looked up through the value's prototype chain, the most derived one
 * wins; predicates are asked after them, in the order in which they were added.
 */
export class Registry {
  /** Told what a predicate threw; the value then counts as one that it does not match. */
  onError: (error: unknown) => void = () => {};
  readonly #byPrototype = new SafeMap<object, Entry>();
  readonly #byPredicate = new SafeMap<Predicate, Entry>();
  #isEmpty = true;
  #predicates: readonly PredicateEntry[] = [];
  #cache = new SafeWeakMap<object, HandlerClass | null>();

  /**
   * Has `handler` keep every instance of a type and its subclasses, or every value that a predicate accepts.
   * What has no `prototype` (arrow functions, methods) is a predicate, a `class` is a type; a plain `function` is a
   * predicate if its prototype is empty and its name starts in lower case, otherwise a type. Adding the same type
   * or predicate again replaces its handler.
   * @throws TypeError for anything else, and for a handler whose name is taken by another
   */
  add<T extends object>(predicate: (value: object) => value is T, handler: HandlerClass<T>): void;
  add(predicate: Predicate, handler: HandlerClass<object>): void;
  add<T>(type: AbstractType<T>, handler: HandlerClass<T>): void;
  add(key: unknown, handler: unknown): void {
    const entry = { label: labelOf(key), handler: checkedHandler(handler) };
    if (isPredicate(key)) {
      this.#put(this.#byPredicate, key, entry);
    } else {
      this.#put(this.#byPrototype, prototypeOf(key), entry);
    }
    this.#isEmpty = false;
    this.#predicates = [...this.#byPredicate].map(([predicate, { handler: found }]) => ({
      predicate,
      handler: found,
    }));
    this.#cache = new SafeWeakMap();
  }

  /** The handler of a value, which must not be a Proxy; runs no code of the program but the predicates. */
  find(value: object): HandlerClass | undefined {
    if (this.#isEmpty) return undefined;
    if (this.#byPrototype.size > 0) {
      const found = this.#findByType(value);
      if (found !== null) return found;
    }
    return this.#predicates.length > 0 ? this.#findByPredicate(value) : undefined;
  }

  /** The handler class of that name. */
  byName(name: string): HandlerClass | undefined {
    return this.#entries().find(({ handler }) => handler.name === name)?.handler;
  }

  /** Every handler class once. */
  handlers(): Set<HandlerClass> {
    return new Set(this.#entries().map(({ handler }) => handler));
  }

  toString(): string {
    const lines = this.#entries().map(({ label, handler }) => `  ${label} → ${handler.name}\n`);
    return lines.length === 0 ? 'Registry {}' : `Registry {\n${lines.join('')}}`;
  }

  [customInspect](): string {
    return this.toString();
  }

  #entries(): Entry[] {
    return [...this.#byPrototype.values(), ...this.#byPredicate.values()];
  }

  #put<Key>(map: Map<Key, Entry>, key: Key, entry: Entry): void {
    const { name } = entry.handler;
    const others = this.#entries().filter((other) => other !== map.get(key));
    if (others.some(({ handler }) => handler.name === name && handler !== entry.handler)) {
      throw new TypeError(`Expected a handler with a name of its own, got a second ${name}`);
    }
    map.set(key, entry);
  }

  #findByType(value: object): HandlerClass | null {
    const prototype: object | null = getPrototypeOf(value);
    if (prototype === null) return null;
    let found = this.#cache.get(prototype);
    if (found === undefined) {
      found = this.#walkChain(prototype);
      this.#cache.set(prototype, found);
    }
    return found;
  }

  #walkChain(first: object): HandlerClass | null {
    let prototype: object | null = first;
    while (prototype !== null && !isProxy(prototype)) {
      const entry = this.#byPrototype.get(prototype);
      if (entry !== undefined) return entry.handler;
      prototype = getPrototypeOf(prototype) as object | null;
    }
    return null;
  }

  #findByPredicate(value: object): HandlerClass | undefined {
    for (let index = 0; index < this.#predicates.length; index++) {
      const { predicate, handler } = this.#predicates[index] as PredicateEntry;
      try {
        if (predicate(value)) return handler;
      } catch (error) {
        this.onError(error);
      }
    }
    return undefined;
  }
}

/** The handlers of this process. */
export const registry = new Registry();

function labelOf(key: unknown): string {
  if (typeof key !== 'function') {
    throw new TypeError(`Expected a type or a predicate, got ${inspect(key, { depth: 0 })}`);
  }
  if (types.isAsyncFunction(key) || types.isGeneratorFunction(key)) {
    throw new TypeError(`Expected a predicate that returns a boolean, got ${inspect(key)}`);
  }
  return key.name === '' ? '<anonymous>' : key.name;
}

function prototypeOf(type: unknown): object {
  const { prototype } = type as { prototype: unknown };
  if (typeof prototype === 'object' && prototype !== null) return prototype;
  throw new TypeError(`Expected a type with a prototype object, got ${inspect(type)}`);
}

function checkedHandler(handler: unknown): HandlerClass {
  if (typeof handler === 'function' && handler.name !== '' && isHandlerPrototype(handler.prototype)) {
    return handler as unknown as HandlerClass;
  }
  throw new TypeError(`Expected a named subclass of Handler, got ${inspect(handler, { depth: 0 })}`);
}

function isHandlerPrototype(prototype: unknown): boolean {
  const { save, load } = (prototype ?? {}) as { save?: unknown; load?: unknown };
  return typeof save === 'function' && typeof load === 'function';
}
