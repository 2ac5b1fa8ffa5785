import { apply } from '../../src/capture/intrinsics.js';
import type { AnyFunction } from '../../src/intercept/options.js';
import { DEFAULTS, exportedSlots, memberSlots, ownNames, type Slot } from './exported-slots.js';
import { type Interceptions, isFunction, type Select } from './interceptions.js';
import { PropertyChange } from './property-change.js';
import { substituteExports } from './substitute-exports.js';

/** How a module's exports are patched. */
export interface PatchOptions {
  /** What to put in the place of a function of that name. */
  readonly select: Select;
  /** Shared by modules that may export the same functions. */
  readonly interceptions: Interceptions;
  /** Whether getters stay as they are: those of Node's own modules warn when they are read. Default `false`. */
  readonly leavesGetters?: boolean;
}

/**
 * Intercepts the selected functions in an exports value: properties, the value itself, members of classes and
 * objects. In place where the properties allow it, else in a substitute of the same shape.
 */
export function patchExports(exports: unknown, options: PatchOptions): PatchedExports {
  return new PatchedExports(exports, options);
}

/** What became of a module's exports. */
export class PatchedExports {
  readonly #original: unknown;
  readonly #options: PatchOptions;
  readonly #changes: PropertyChange[] = [];
  readonly #names = new Set<string>();
  #exports: unknown;
  #isApplied = true;

  constructor(exports: unknown, options: PatchOptions) {
    this.#original = exports;
    this.#options = options;
    this.#exports = exports;
    if ((typeof exports !== 'object' && typeof exports !== 'function') || exports === null) return;
    const root = isFunction(exports) ? this.#intercept(exports, ownNames(exports)) : undefined;
    this.#patch(exportedSlots(exports));
    if (root !== undefined) this.#exports = root;
  }

  /** What the module is to give to those who ask for it. */
  get exports(): unknown {
    return this.#exports;
  }

  /** All names that a target could have named, `lodash.chunk` without the module. */
  names(): string[] {
    return [...this.#names];
  }

  /** Makes the changes again after `undo()`. */
  apply(): void {
    this.#isApplied = true;
    for (const change of this.#changes) change.apply();
  }

  /** Puts the originals back where the present value is still ours. */
  undo(): void {
    this.#isApplied = false;
    for (const change of this.#changes.toReversed()) change.undo();
  }

  /** First all interceptions are made: a function that has one has it under all of its names. */
  #patch(slots: readonly Slot[]): void {
    for (const slot of slots) this.#consider(slot);
    const stuck = new Map<object, PropertyChange[]>();
    for (const slot of slots) {
      const after = this.#replacement(slot);
      if (after === undefined) continue;
      const change = new PropertyChange(slot.holder, slot.key, after, slot.descriptor);
      if (change.apply()) this.#changes.push(change);
      else stuck.set(slot.holder, []);
    }
    for (const holder of stuck.keys()) this.#substitute(holder, slots);
  }

  #consider({ part, descriptor, names }: Slot): void {
    if (part !== 'live') this.#intercept(descriptor[part] as AnyFunction, names);
    else if (!this.#options.leavesGetters) this.#addNames(names);
  }

  /** An interception makes itself known as its class: that is taken back too. */
  #intercept(fn: AnyFunction, names: readonly string[]): AnyFunction | undefined {
    this.#addNames(names);
    const { interceptions, select } = this.#options;
    const prototype: unknown = Object.getOwnPropertyDescriptor(fn, 'prototype')?.value;
    if (typeof prototype !== 'object' || prototype === null) return interceptions.of(fn, names, select);
    const before = Object.getOwnPropertyDescriptor(prototype, 'constructor');
    const intercepted = interceptions.of(fn, names, select);
    const after = Object.getOwnPropertyDescriptor(prototype, 'constructor');
    if (before?.value === fn && after?.value === intercepted) {
      this.#changes.push(new PropertyChange(prototype, 'constructor', { value: intercepted }, before));
    }
    return intercepted;
  }

  #addNames(names: readonly string[]): void {
    for (const name of names) this.#names.add(name);
  }

  #replacement({ part, descriptor, names }: Slot): PropertyDescriptor | undefined {
    if (part === 'live') return this.#options.leavesGetters ? undefined : this.#liveGetter(descriptor, names);
    const intercepted = this.#options.interceptions.known(descriptor[part]);
    return intercepted && { [part]: intercepted };
  }

  /** Asks the getter when it is asked itself: modules that are loaded by it are not loaded earlier. */
  #liveGetter({ get }: PropertyDescriptor, names: readonly string[]): PropertyDescriptor {
    const patched = this;
    const seen = new WeakSet<object>();
    return {
      get(this: unknown): unknown {
        const value: unknown = apply(get as () => unknown, this, []);
        if (!patched.#isApplied || !isFunction(value)) return value;
        if (!seen.has(value)) {
          seen.add(value);
          patched.#patch(memberSlots(value, names[0] ?? ''));
        }
        return patched.#intercept(value, names) ?? value;
      },
    };
  }

  /** For the exports or their default: members of what is frozen stay as they are. */
  #substitute(holder: object, slots: readonly Slot[]): void {
    if (typeof holder === 'function') return;
    const substitute = substituteExports(holder);
    for (const slot of slots.filter((candidate) => candidate.holder === holder)) {
      const after = this.#replacement(slot);
      if (after === undefined) continue;
      const change = new PropertyChange(substitute, slot.key, after);
      if (change.apply()) this.#changes.push(change);
    }
    if (holder === this.#original) this.#exports = substitute;
    else this.#replaceDefault(holder, substitute);
  }

  #replaceDefault(holder: object, substitute: object): void {
    for (const key of DEFAULTS) {
      const exports = this.#exports as object;
      const descriptor = Object.getOwnPropertyDescriptor(exports, key);
      if (descriptor === undefined || descriptor.value !== holder) continue;
      const change = new PropertyChange(exports, key, { value: substitute }, descriptor);
      if (change.apply()) this.#changes.push(change);
    }
  }
}
