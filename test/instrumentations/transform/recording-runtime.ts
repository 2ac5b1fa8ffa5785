import { stripInsertions } from '../../../instrumentations/transform/markers.js';
import type {
  FunctionSite,
  Handle,
  MethodSite,
  TransformedFile,
} from '../../../instrumentations/transform/transformed-file.js';

type Callable = (this: unknown, ...args: unknown[]) => unknown;

/** What stands behind transformed files in these tests: notes the names of the functions that are called. */
export class RecordingRuntime {
  readonly calls: string[] = [];
  #handle = '';
  readonly #files = new Map<string, TransformedFile>();
  readonly #interceptions = new WeakMap<object, object>();
  readonly #known = new WeakSet<object>();

  add(file: TransformedFile): void {
    this.#handle = file.handle;
    this.#files.set(file.url, JSON.parse(JSON.stringify(file)) as TransformedFile);
  }

  /** The global `__callmonitor__`. */
  readonly handleOf = (url: string): Handle => {
    const file = this.#files.get(url);
    if (file === undefined) throw new Error(`No transformed file ${url}`);
    return <T>(index: number, value: T, keys: readonly unknown[] = []): T => {
      const site = file.sites[index];
      switch (site?.kind) {
        case 'function':
          return this.#intercept(value, site) as T;
        case 'property':
          this.#replace(value as object, Reflect.ownKeys(value as object)[0], { ...site, kind: 'method' });
          return value;
        case 'class':
          for (const method of site.methods) this.#replaceMethod(value as Callable, method, keys);
          return value;
        case 'object':
          for (const method of site.methods) this.#replace(value as object, String(method.key), method);
          return value;
        default:
          throw new Error(`No site ${index} in ${url}`);
      }
    };
  };

  #replaceMethod(class_: Callable, method: MethodSite, keys: readonly unknown[]): void {
    const key = typeof method.key === 'number' ? keys[method.key] : method.key;
    if (typeof key === 'object' || typeof key === 'function') return;
    this.#replace((method.isStatic ? class_ : class_.prototype) as object, key as PropertyKey, method);
  }

  #replace(owner: object, key: PropertyKey | undefined, site: Pick<MethodSite, 'kind' | 'name'>): void {
    if (key === undefined) throw new Error(`No key for ${site.name}`);
    const descriptor = Object.getOwnPropertyDescriptor(owner, key);
    if (descriptor === undefined) throw new Error(`No property ${String(key)} for ${site.name}`);
    const part = site.kind === 'method' ? 'value' : site.kind;
    Object.defineProperty(owner, key, { ...descriptor, [part]: this.#intercept(descriptor[part], site) });
  }

  #intercept(value: unknown, site: Pick<FunctionSite, 'name' | 'ownName'>): unknown {
    if (typeof value !== 'function' || this.#known.has(value)) return value;
    const known = this.#interceptions.get(value);
    if (known !== undefined) return known;
    if (site.ownName !== undefined) {
      Object.defineProperty(value, 'name', { value: site.ownName, configurable: true });
    }
    const interception = this.#proxy(value as Callable, site.name);
    this.#interceptions.set(value, interception);
    this.#known.add(interception);
    return interception;
  }

  #proxy(original: Callable, name: string): Callable {
    const interception: Callable = new Proxy(original, {
      apply: (target, receiver, args) => {
        this.calls.push(name);
        return Reflect.apply(target, receiver, args);
      },
      construct: (target, args, newTarget) => {
        this.calls.push(`new ${name}`);
        return Reflect.construct(target, args, newTarget);
      },
      get: (target, key, receiver) =>
        key === 'toString'
          ? () => stripInsertions(target.toString(), this.#handle)
          : Reflect.get(target, key, receiver === interception ? target : receiver),
    });
    adopt(original, interception);
    return interception;
  }
}

/** As `intercept` does: an instance's `constructor` is the interception. */
function adopt(original: Callable, interception: Callable): void {
  const prototype: unknown = Object.getOwnPropertyDescriptor(original, 'prototype')?.value;
  if (typeof prototype !== 'object' || prototype === null) return;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, 'constructor');
  if (descriptor?.value !== original) return;
  Object.defineProperty(prototype, 'constructor', { ...descriptor, value: interception });
}
