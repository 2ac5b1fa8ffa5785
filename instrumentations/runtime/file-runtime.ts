import { fileURLToPath } from 'node:url';
import { getOwnPropertyDescriptor } from '../../src/capture/intrinsics.js';
import type { FunctionInterception, KnownAs } from '../../src/intercept/intercepted-function.js';
import type { AnyFunction } from '../../src/intercept/options.js';
import { originalOf } from '../../src/model/originals.js';
import type {
  FunctionSite,
  Handle,
  MethodSite,
  PropertySite,
  Selected,
  TransformedFile,
} from '../transform/transformed-file.js';

/** A transformed file, and what the names of its functions begin with. */
export interface NamedFile {
  readonly file: TransformedFile;
  readonly baseName: string;
}

/** A function of a transformed file, when the first of its closures is there. */
export interface SelectedFunction extends Selected {
  /** Absolute path of the file in which its author wrote it. */
  readonly path: string;
  readonly knownAs?: KnownAs;
}

/** What makes the interceptions of a selected function. */
export type MakeInterception = (first: AnyFunction, selected: SelectedFunction) => FunctionInterception;

/** Intercepts what the code of one transformed file hands over. */
export class FileRuntime {
  readonly #file: TransformedFile;
  readonly #baseName: string;
  readonly #make: MakeInterception;
  readonly #interceptions = new Map<Selected, FunctionInterception>();
  /** Interceptions of private methods, which are asked for at each call. */
  readonly #privates = new WeakMap<object, AnyFunction>();

  constructor({ file, baseName }: NamedFile, make: MakeInterception) {
    this.#file = file;
    this.#baseName = baseName;
    this.#make = make;
  }

  /** As the file's code calls it; what may fail here is caught by the caller. */
  readonly handle: Handle = (number, value, keys = []) => {
    const site = this.#file.sites[number];
    if (site?.kind === 'function') return this.#interceptValue(site, value);
    if (typeof value !== 'function' && typeof value !== 'object') return value;
    const made = value as object;
    if (site?.kind === 'class') for (const method of site.methods) this.#replaceMethod(made, method, keys);
    if (site?.kind === 'object') for (const method of site.methods) this.#replace(made, method.key, method);
    if (site?.kind === 'property') this.#replace(made, Reflect.ownKeys(made)[0], site);
    return value;
  };

  #interceptValue<T>(site: FunctionSite, value: T): T {
    if (typeof value !== 'function') return value;
    if (site.ownName === undefined) return this.#intercept(value as unknown as AnyFunction, site) as T;
    const known = this.#privates.get(value);
    if (known !== undefined) return known as T;
    Object.defineProperty(value, 'name', { value: site.ownName, configurable: true });
    const intercepted = this.#intercept(value as unknown as AnyFunction, site);
    this.#privates.set(value, intercepted);
    return intercepted as T;
  }

  #intercept(fn: AnyFunction, selected: Selected): AnyFunction {
    if (originalOf(fn) !== undefined) return fn;
    const known = this.#interceptions.get(selected);
    if (known !== undefined) return known.intercept(fn);
    const path = fileURLToPath(selected.file ?? this.#file.url);
    const made = this.#make(fn, { ...selected, name: `${this.#baseName}.${selected.name}`, path });
    this.#interceptions.set(selected, made);
    return made.intercept(fn);
  }

  #replaceMethod(made: object, method: MethodSite, keys: readonly unknown[]): void {
    const holder: unknown = method.isStatic ? made : getOwnPropertyDescriptor(made, 'prototype')?.value;
    if (typeof holder !== 'object' && typeof holder !== 'function') return;
    const key = typeof method.key === 'number' ? keys[method.key] : method.key;
    this.#replace(holder as object, key, method);
  }

  /** Has the interception stand where the function stood, if it still does. */
  #replace(holder: object, key: unknown, site: MethodSite | PropertySite): void {
    if (typeof key !== 'string' && typeof key !== 'symbol') return;
    const descriptor = getOwnPropertyDescriptor(holder, key);
    const part = site.kind === 'get' || site.kind === 'set' ? site.kind : 'value';
    const fn: unknown = descriptor?.[part];
    if (descriptor?.configurable !== true || typeof fn !== 'function') return;
    Object.defineProperty(holder, key, { ...descriptor, [part]: this.#intercept(fn as AnyFunction, site) });
  }
}
